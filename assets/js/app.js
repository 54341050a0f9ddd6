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

/**
 * Makes a list of links an ARIA tree (WAI-ARIA Authoring Practices, "Tree View"): one item is in the tab order, arrows move,
 * right and left open and close, Home and End go to the ends, letters find, Enter follows the link. Branches are fetched
 * when they are opened; without this script each twist is a link that does the same by a new page.
 */
function growTree(tree) {
  const dress = (root, level) => {
    for (const item of root.children) {
      if (item.matches('.more')) { item.setAttribute('role', 'none'); continue; }
      item.setAttribute('role', 'treeitem');
      item.setAttribute('aria-level', String(level));
      item.setAttribute('aria-label', [...item.querySelectorAll(':scope > .row > :not(.twist)')].map((part) => part.textContent.trim()).filter(Boolean).join(' '));
      item.tabIndex = -1;
      if (item.dataset.below) item.setAttribute('aria-expanded', String(item.dataset.below === 'open'));
      for (const link of item.querySelectorAll(':scope > .row a')) link.tabIndex = -1;
      // The item itself says that it opens; its twist would say it again.
      const twist = item.querySelector(':scope > .row .twist');
      twist?.setAttribute('aria-hidden', 'true');
      twist?.querySelector('.vh')?.remove();
      const branch = item.querySelector(':scope > ul');
      if (branch) { branch.setAttribute('role', 'group'); dress(branch, level + 1); }
    }
  };
  const open = async (item) => {
    if (!item.querySelector(':scope > ul')) {
      item.setAttribute('aria-busy', 'true');
      const answer = await fetch(`${tree.dataset.tree}?of=${encodeURIComponent(item.dataset.key)}`);
      item.removeAttribute('aria-busy');
      if (!answer.ok) { location.href = item.querySelector(':scope > .row [data-twist]').href; return; }
      const branch = document.createElement('ul');
      branch.setAttribute('role', 'group');
      branch.innerHTML = await answer.text();
      item.append(branch);
      dress(branch, Number(item.getAttribute('aria-level')) + 1);
    }
    show(item, true);
  };
  const show = (item, is) => {
    item.dataset.below = is ? 'open' : 'closed';
    item.setAttribute('aria-expanded', String(is));
    const branch = item.querySelector(':scope > ul');
    if (branch) branch.hidden = !is;
  };
  const toggle = (item) => (item.dataset.below === 'open' ? show(item, false) : open(item));
  const seen = () => [...tree.querySelectorAll('[role="treeitem"]')].filter((item) => !item.closest('ul[hidden]'));
  const go = (item) => {
    if (!item) return;
    for (const other of tree.querySelectorAll('[role="treeitem"][tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  };
  tree.setAttribute('role', 'tree');
  tree.setAttribute('aria-label', tree.dataset.label);
  dress(tree, 1);
  const first = tree.querySelector('[role="treeitem"]');
  if (first) first.tabIndex = 0;
  tree.addEventListener('click', (event) => {
    const twist = event.target.closest('[data-twist]');
    if (!twist || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const item = twist.closest('[role="treeitem"]');
    toggle(item);
    go(item);
  });
  tree.addEventListener('keydown', (event) => {
    const item = event.target.closest('[role="treeitem"]');
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = seen();
    const at = all.indexOf(item);
    const above = item.parentElement.closest('[role="treeitem"]');
    const is = item.dataset.below;
    const keys = {
      ArrowDown: () => go(all[at + 1]),
      ArrowUp: () => go(all[at - 1]),
      Home: () => go(all[0]),
      End: () => go(all[all.length - 1]),
      ArrowRight: () => (is === 'closed' ? open(item) : is && go(all[at + 1])),
      ArrowLeft: () => (is === 'open' ? show(item, false) : go(above)),
      Enter: () => { const link = item.querySelector(':scope > .row a.to'); if (link) link.click(); else if (is) toggle(item); },
      ' ': () => is && toggle(item),
    };
    const found = event.key.length === 1 && event.key !== ' '
      && [...all.slice(at + 1), ...all.slice(0, at)].find((other) => other.getAttribute('aria-label').toLowerCase().startsWith(event.key.toLowerCase()));
    if (!keys[event.key] && !found) return;
    event.preventDefault();
    if (found) go(found); else keys[event.key]();
  });
}
for (const tree of document.querySelectorAll('[data-tree]')) growTree(tree);
