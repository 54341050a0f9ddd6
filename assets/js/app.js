// Small comforts on top of pages that work without any script.
import { initAll } from './govuk-frontend.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

/** Says which files were chosen, in the page's language rather than the browser's. */
function nameChosenFiles(input) {
  const output = document.querySelector(`output[for="${CSS.escape(input.id)}"]`);
  if (!output) return;
  const none = output.textContent;
  input.addEventListener('change', () => {
    output.textContent = [...input.files].map((file) => file.name).join(', ') || none;
  });
}

/** A file dropped on the field is chosen in it. */
function takeDroppedFiles(input) {
  const field = input.closest('.pick');
  if (!field) return;
  field.addEventListener('dragover', (event) => { event.preventDefault(); field.classList.add('over'); });
  field.addEventListener('dragleave', () => field.classList.remove('over'));
  field.addEventListener('drop', (event) => {
    event.preventDefault();
    field.classList.remove('over');
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change'));
  });
}

function enhance(root) {
  for (const input of root.querySelectorAll('.pick input[type="file"]')) {
    nameChosenFiles(input);
    takeDroppedFiles(input);
  }
  for (const button of root.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
}

enhance(document);

// The desk's search box answers to Ctrl+K, as the hint beside it says.
document.addEventListener('keydown', (event) => {
  const box = document.querySelector('[data-quick-search]');
  if (box && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// An open menu closes on Escape and on a click elsewhere.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});
