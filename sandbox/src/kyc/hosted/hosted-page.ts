import { html, type Markup } from '../../core/html.ts';
import { COUNTRIES } from '../countries.ts';
import { OUTCOMES } from '../outcomes.ts';
import type { CheckRecord } from '../records.ts';

const NAMES = { sumsub: 'Sumsub', persona: 'Persona', veriff: 'Veriff' } as const;

export function checkPage(check: CheckRecord, action: string, error: string | null): Markup {
  return html`<main><header>
  <p class="soft">${NAMES[check.provider]}, as the sandbox plays it <span class="badge">TEST MODE</span></p>
  <h1>Confirm your identity for Freehold</h1>
  <p class="soft">A real check asks for a photo of a document and a selfie. Here you choose how it ends.</p></header>
  ${error !== null && html`<p class="alert" role="alert" id="check-error">${error}</p>`}
  ${
    check.answer === 'retry' &&
    html`<p class="alert">Last time it did not work: ${check.labels.join(', ').toLowerCase().replaceAll('_', ' ')}. Please try again.</p>`
  }
  <form method="post" action="${action}" data-check>
    <label class="field">Country you live in
      <select name="country" id="country">${COUNTRIES.map(
        ([code, , name]) =>
          html`<option value="${code}"${check.country === code && html` selected`}>${name}</option>`,
      )}</select></label>
    <label class="field">Photo of your document (optional here; only its name is sent)
      <input type="file" name="document" id="document" accept="image/*,application/pdf"></label>
    <fieldset><legend>How the check ends</legend>${Object.entries(OUTCOMES).map(
      ([name, outcome], index) => html`
      <label class="choice"><input type="radio" name="outcome" value="${name}" id="outcome-${name}"${
        index === 0 && html` checked`
      }>${outcome.label}</label>`,
    )}</fieldset>
    <button type="submit">Submit</button>
  </form>
  <p class="soft">This page belongs to the Freehold sandbox. Nothing is checked and nothing is kept; never use a real document.</p>
</main>`;
}

export function plainPage(title: string, text: string): Markup {
  return html`<main><h1>${title}</h1><p>${text}</p></main>`;
}

export const CHECK_STYLES = `
.badge { padding: 2px 8px; border-radius: 5px; background: #ffe2a8; color: #5a3c00; font-size: 12px; font-weight: 700; }
main { max-width: 560px; }
form { display: block; margin-top: 20px; }
.field { display: block; margin: 0 0 16px; font-weight: 550; }
.field select, .field input { display: block; width: 100%; min-height: 44px; margin-top: 6px; padding: 8px 10px; font: inherit;
  color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: 8px; }
fieldset { margin: 0 0 20px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px; }
.choice { display: flex; gap: 10px; align-items: center; min-height: 36px; }
button[type=submit] { width: 100%; min-height: 48px; background: var(--accent); color: var(--card); }
.alert { padding: 10px 14px; border: 1px solid var(--bad); border-radius: 8px; color: var(--bad); }
select:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
