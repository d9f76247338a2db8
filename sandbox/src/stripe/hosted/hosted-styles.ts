export const HOSTED_STYLES = `
:root { color-scheme: light; --ink: #16202e; --soft: #56657a; --line: #d5dce6; --accent: #1f4fd8; --accent-ink: #fff;
  --summary: #f2f5fa; --bad: #a5151f; --bad-bg: #fdf0f0; --ok: #0c6b45; --radius: 10px; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; color: var(--ink); background: #fff;
  font: 16px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { display: grid; grid-template-columns: 1fr 1fr; min-height: 100vh; }
.summary { background: var(--summary); display: flex; justify-content: flex-end; }
.summary > div, .pay > div { width: 100%; max-width: 460px; padding: 56px 40px; }
.pay { display: flex; justify-content: flex-start; }
.badge { display: inline-block; margin-left: 10px; padding: 2px 8px; border-radius: 5px; background: #ffe2a8; color: #5a3c00;
  font-size: 12px; font-weight: 700; letter-spacing: .03em; vertical-align: 2px; }
.merchant { font-weight: 650; font-size: 17px; }
.back { display: inline-block; margin-bottom: 28px; color: var(--soft); font-size: 14px; text-decoration: none; }
.back:hover { color: var(--ink); text-decoration: underline; }
h1 { margin: 28px 0 4px; font-size: 15px; font-weight: 550; color: var(--soft); }
.amount { margin: 0 0 32px; font-size: 40px; line-height: 1.15; font-weight: 700; letter-spacing: -.02em;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
dl { margin: 0; }
.item { display: flex; justify-content: space-between; gap: 24px; padding: 14px 0; border-top: 1px solid var(--line); }
.item dt { min-width: 0; overflow-wrap: anywhere; font-weight: 550; }
.item dt small { display: block; color: var(--soft); font-weight: 400; font-size: 14px; }
.item dd { margin: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
.item.total { font-weight: 700; }
h2 { margin: 0 0 20px; font-size: 20px; }
fieldset { border: 0; margin: 0 0 20px; padding: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 8px; font-weight: 600; font-size: 15px; }
.choice { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 8px 14px; border: 1px solid var(--line);
  cursor: pointer; font-weight: 550; }
.choice:first-of-type { border-radius: var(--radius) var(--radius) 0 0; }
.choice:last-of-type { border-radius: 0 0 var(--radius) var(--radius); margin-top: -1px; }
.choice:only-of-type { border-radius: var(--radius); }
.choice:has(:checked) { border-color: var(--accent); background: #f2f6ff; position: relative; }
.choice input { accent-color: var(--accent); width: 18px; height: 18px; margin: 0; }
label.field { display: block; margin-bottom: 14px; font-size: 14px; font-weight: 550; }
label.field input { display: block; width: 100%; margin-top: 5px; padding: 11px 12px; font: inherit; font-size: 16px;
  font-weight: 400; color: inherit;
  background: #fff; border: 1px solid #8594a8; border-radius: 8px; font-variant-numeric: tabular-nums; }
label.field input:focus, button:focus-visible, a:focus-visible, summary:focus-visible, .choice:focus-within {
  outline: 3px solid #9db8ff; outline-offset: 1px; border-color: var(--accent); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
form:has(#method-card:checked) .bank-fields, form:has(#method-bank:checked) .card-fields { display: none; }
.submit { width: 100%; min-height: 52px; margin-top: 6px; border: 0; border-radius: var(--radius); background: var(--accent);
  color: var(--accent-ink); font: inherit; font-weight: 650; cursor: pointer; }
.submit:hover { background: #183fb0; }
.submit[aria-disabled=true] { opacity: .6; cursor: progress; }
.alert { margin: 0 0 20px; padding: 12px 14px; border: 1px solid #e7b6b9; border-left: 4px solid var(--bad); border-radius: 8px;
  background: var(--bad-bg); color: var(--bad); font-weight: 550; }
label.field input::placeholder { color: #66758a; opacity: 1; }
.note { color: var(--soft); font-size: 13.5px; } .note a { color: var(--accent); }
details { margin-top: 26px; border: 1px dashed #b4c0cf; border-radius: var(--radius); padding: 12px 14px; font-size: 14px; }
details > summary { cursor: pointer; font-weight: 600; }
.tests { list-style: none; margin: 12px 0 0; padding: 0; }
.tests li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; padding: 6px 0;
  border-top: 1px solid #e6ebf2; }
.tests code { font: 13.5px ui-monospace, SFMono-Regular, Menlo, monospace; }
.tests button { border: 1px solid var(--line); background: #fff; border-radius: 6px; padding: 4px 10px; min-height: 28px;
  font: inherit; font-size: 13px; color: var(--accent); cursor: pointer; }
.done { display: grid; place-content: center; min-height: 100vh; padding: 40px 24px; text-align: center; }
.done h1 { color: var(--ink); font-size: 24px; font-weight: 700; margin: 0 0 8px; }
@media (max-width: 860px) {
  main { display: block; }
  .summary > div, .pay > div { max-width: 560px; margin: 0 auto; padding: 28px 20px; }
  .summary { display: block; } .pay { display: block; }
  .amount { font-size: 34px; margin-bottom: 20px; }
}
@media (prefers-reduced-motion: no-preference) { .submit, .choice { transition: background .12s ease; } }
`;

export const HOSTED_SCRIPT = `
const form = document.querySelector('form[data-pay]');
if (form) {
  for (const button of document.querySelectorAll('[data-fill]')) {
    button.addEventListener('click', () => {
      const { fill, method } = button.dataset;
      const radio = document.getElementById('method-' + method);
      if (radio) radio.checked = true;
      if (method === 'card') {
        form.elements.number.value = fill.replace(/(.{4})(?=.)/g, '$1 ');
        form.elements.expiry.value = form.elements.expiry.value || '12 / 34';
        form.elements.cvc.value = form.elements.cvc.value || '123';
      } else {
        form.elements.accountNumber.value = fill;
        form.elements.routingNumber.value = '110000000';
      }
      form.querySelector('.submit').focus();
    });
  }
  form.elements.number?.addEventListener('input', (event) => {
    const field = event.target;
    if (field.selectionStart !== field.value.length) return;
    field.value = field.value.replace(/\\D/g, '').slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ');
  });
  form.elements.expiry?.addEventListener('input', (event) => {
    const field = event.target;
    if (event.inputType === 'deleteContentBackward' || field.selectionStart !== field.value.length) return;
    const digits = field.value.replace(/\\D/g, '').slice(0, 4);
    field.value = digits.length >= 2 ? digits.slice(0, 2) + ' / ' + digits.slice(2) : digits;
  });
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    const button = form.querySelector('.submit');
    button.setAttribute('aria-disabled', 'true');
    button.textContent = 'Processing…';
  });
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
}
`;
