export const HOME_STYLES = `
:root { color-scheme: light dark; --ink: #16202e; --soft: #56657a; --line: #d9e0e9; --ground: #f6f8fb; --card: #fff;
  --accent: #1f4fd8; --good: #0c6b45; --bad: #a5151f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf4; --soft: #a3b1c4; --line: #2c3747; --ground: #10161f;
  --card: #18212d; --accent: #8fb0ff; --good: #6fd6a6; --bad: #ff9a9f; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--ground);
  font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 40px 20px 64px; }
h1 { margin: 0 0 6px; font-size: 26px; letter-spacing: -.01em; }
h2 { margin: 0 0 10px; font-size: 17px; }
header p { margin: 0; color: var(--soft); max-width: 68ch; }
section { margin-top: 24px; padding: 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.soft { color: var(--soft); font-size: 14.5px; }
.now { margin: 0 0 12px; font-size: 20px; font-weight: 650; font-variant-numeric: tabular-nums; }
.now .soft { margin-left: 8px; font-weight: 400; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
button { min-height: 40px; padding: 6px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground);
  color: var(--accent); font: inherit; font-weight: 600; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.due { margin: 14px 0 0; padding: 0; list-style: none; color: var(--soft); font-size: 14px; }
.due time { display: inline-block; min-width: 12.5em; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14.5px; }
th, td { padding: 7px 12px 7px 0; text-align: left; border-top: 1px solid var(--line); white-space: nowrap; }
td.wrap { white-space: normal; }
thead th { border-top: 0; color: var(--soft); font-weight: 550; }
.number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 0; }
th.number + th, td.number + td { padding-left: 16px; }
code { font: 13.5px ui-monospace, SFMono-Regular, Menlo, monospace; }
.delivered { color: var(--good); } .failed, .dropped { color: var(--bad); }
footer { margin-top: 28px; }
`;
