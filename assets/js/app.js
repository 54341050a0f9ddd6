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

// On a phone the menu is one line that is pushed along: the page one is on stands in its middle.
const rail = document.querySelector('.rail');
const here = rail?.querySelector('[aria-current]');
if (here) {
  const [line, item] = [rail.getBoundingClientRect(), here.getBoundingClientRect()];
  rail.scrollLeft += item.left + item.width / 2 - line.left - line.width / 2;
}

/** A pause in typing as long as this is worth a look at what it may become, in milliseconds. */
const SUGGEST_MS = 150;

/**
 * Offers what may be meant while it is typed, in the browser's own list of suggestions, and tells the name of the code that stands
 * in the field. Without this script the code or the whole name is typed.
 */
function suggest(input) {
  const list = input.list;
  const called = document.querySelector(`output.called[for="${CSS.escape(input.id)}"]`);
  let asked;
  let pause;
  const tell = () => {
    if (!called) return;
    const one = [...list.options].find((option) => option.value === input.value.trim());
    called.textContent = one ? one.textContent : '';
  };
  const ask = async () => {
    const typed = input.value.trim();
    if (typed === asked) return;
    asked = typed;
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set('q', typed);
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok || typed !== input.value.trim()) return;
    list.innerHTML = await answer.text();
    tell();
  };
  input.addEventListener('focus', () => { if (!input.value.trim()) ask(); });
  input.addEventListener('input', () => {
    tell();
    clearTimeout(pause);
    pause = setTimeout(ask, SUGGEST_MS);
  });
}

for (const input of document.querySelectorAll('input[data-suggest]')) suggest(input);

/** Letters typed within this time of one another are one word. */
const TYPING_MS = 1000;

/**
 * Makes a list of links an ARIA tree (WAI-ARIA Authoring Practices, "Tree View"): one item is in the tab order, arrows move,
 * right and left open and close, Home and End go to the ends, letters of a name or code find, Enter follows the link.
 * Branches are fetched when they are opened; without this script each twist is a link that does the same by a new page.
 */
function growTree(tree) {
  // The row is the item and its branch stands beside it, so that its name is what is read in it and nothing below.
  const rowOf = (item) => item.querySelector(':scope > .row');
  const branchOf = (item) => item.querySelector(':scope > ul');
  const dress = (root, level) => {
    for (const item of root.children) {
      item.setAttribute('role', 'none');
      if (item.matches('.more')) continue;
      const row = rowOf(item);
      row.setAttribute('role', 'treeitem');
      row.setAttribute('aria-level', String(level));
      row.tabIndex = -1;
      if (item.dataset.below) row.setAttribute('aria-expanded', String(item.dataset.below === 'open'));
      for (const link of row.querySelectorAll('a')) link.tabIndex = -1;
      // The item itself says that it opens; its twist would say it again.
      const twist = row.querySelector('.twist');
      twist?.setAttribute('aria-hidden', 'true');
      twist?.querySelector('.vh')?.remove();
      if (branchOf(item)) grow(item, branchOf(item), level);
    }
  };
  const grow = (item, branch, level) => {
    branch.setAttribute('role', 'group');
    branch.id = `b-${item.dataset.key}`;
    rowOf(item).setAttribute('aria-owns', branch.id);
    dress(branch, level + 1);
  };
  const open = async (item) => {
    if (!branchOf(item)) {
      const row = rowOf(item);
      row.setAttribute('aria-busy', 'true');
      const answer = await fetch(`${tree.dataset.tree}?of=${encodeURIComponent(item.dataset.key)}`);
      row.removeAttribute('aria-busy');
      if (!answer.ok) { location.href = row.querySelector('[data-twist]').href; return; }
      const branch = document.createElement('ul');
      branch.innerHTML = await answer.text();
      item.append(branch);
      grow(item, branch, Number(row.getAttribute('aria-level')));
    }
    show(item, true);
  };
  const show = (item, is) => {
    item.dataset.below = is ? 'open' : 'closed';
    rowOf(item).setAttribute('aria-expanded', String(is));
    if (branchOf(item)) branchOf(item).hidden = !is;
  };
  const toggle = (item) => (item.dataset.below === 'open' ? show(item, false) : open(item));
  const seen = () => [...tree.querySelectorAll('li[data-key]')].filter((item) => !item.closest('ul[hidden]'));
  const go = (item) => {
    if (!item) return;
    for (const other of tree.querySelectorAll('[role="treeitem"][tabindex="0"]')) other.tabIndex = -1;
    rowOf(item).tabIndex = 0;
    rowOf(item).focus();
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
    const item = twist.closest('li');
    toggle(item);
    go(item);
  });
  let typed = '';
  let typedAt = -Infinity;
  tree.addEventListener('keydown', (event) => {
    const item = event.target.closest('[role="treeitem"]')?.parentElement;
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = seen();
    const at = all.indexOf(item);
    const above = item.parentElement.closest('li');
    const is = item.dataset.below;
    const keys = {
      ArrowDown: () => go(all[at + 1]),
      ArrowUp: () => go(all[at - 1]),
      Home: () => go(all[0]),
      End: () => go(all[all.length - 1]),
      ArrowRight: () => (is === 'closed' ? open(item) : is && go(all[at + 1])),
      ArrowLeft: () => (is === 'open' ? show(item, false) : go(above)),
      Enter: () => { const link = rowOf(item).querySelector('a.to'); if (link) link.click(); else if (is) toggle(item); },
      ' ': () => is && toggle(item),
    };
    if (keys[event.key]) { event.preventDefault(); typed = ''; keys[event.key](); return; }
    if (event.key.length !== 1) return;
    // A word that goes on may stay where it is.
    typed = event.timeStamp - typedAt < TYPING_MS ? typed + event.key.toLowerCase() : event.key.toLowerCase();
    typedAt = event.timeStamp;
    const from = typed.length > 1 ? at : at + 1;
    const begins = (text) => Boolean(text) && text.trim().toLowerCase().startsWith(typed);
    const found = [...all.slice(from), ...all.slice(0, from)].find((other) => begins(rowOf(other).textContent) || begins(other.dataset.code));
    if (found) { event.preventDefault(); go(found); }
  });
}
for (const tree of document.querySelectorAll('[data-tree]')) growTree(tree);
