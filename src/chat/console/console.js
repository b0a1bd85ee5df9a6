// Makes a conversation of the page: asks without leaving it, suggests while typing, remembers what was asked.
// Without this file the same forms post to the same address and get a whole page back.
'use strict';

const log = document.getElementById('log');
const welcome = document.getElementById('welcome');
const form = document.getElementById('ask');
const input = document.getElementById('question');
const list = document.getElementById('suggestions');
const send = form.querySelector('.send');
const PATIENCE = 90_000; // milliseconds
const finger = matchMedia('(pointer: coarse)').matches;

// --- asking -------------------------------------------------------------------------------------------------

let busy = false;
const asked = [];

document.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.submitter;
  const typed = event.target === form;
  const text = (typed ? input.value : button?.value ?? '').trim();
  if (!text || busy) return;
  if (typed) {
    input.value = '';
    if (finger) input.blur(); // makes room for the answer
  }
  const once = button?.matches('.confirm, .cancel');
  const undo = once ? settle(button) : () => {};
  if (!once && !button?.dataset.shown && asked.at(-1) !== text) asked.push(text);
  ask(text, { typed, undo, shown: button?.dataset.shown ?? (once ? button.textContent : text) });
});

/** A change is confirmed or turned down once; what comes back undoes that, for when nothing was heard. */
function settle(button) {
  const both = button.form.querySelectorAll('.confirm, .cancel');
  both.forEach((one) => { one.disabled = true; });
  button.classList.add('chosen');
  return () => {
    both.forEach((one) => { one.disabled = false; });
    button.classList.remove('chosen');
  };
}

async function ask(text, { typed, undo, shown }) {
  setBusy(true);
  close();
  back = asked.length;
  const turn = begin(shown);
  const late = setTimeout(() => {
    turn.append(copyOf('working'));
    turn.scrollIntoView({ block: 'start' });
  }, 200);
  let answer = null;
  let whole = '';
  try {
    const response = await fetch('/console/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    ({ html: answer, text: whole } = await response.json());
  } catch (error) {
    undo();
    answer = null;
    whole = error.name === 'TimeoutError' ? 'The answer took longer than a minute and a half.' : '';
  }
  clearTimeout(late);
  turn.querySelector('.working')?.remove();
  if (answer) show(turn, answer, whole);
  else turn.append(unanswered(text, shown, whole));
  setBusy(false);
  arrive(turn, typed);
}

function setBusy(now) {
  busy = now;
  send.setAttribute('aria-disabled', String(now));
}

function begin(text) {
  welcome.hidden = true;
  const turn = document.createElement('section');
  turn.className = 'turn';
  const said = document.createElement('p');
  said.className = 'said';
  const who = document.createElement('span');
  who.className = 'unseen';
  who.textContent = 'You asked: ';
  const words = document.createElement('bdi');
  words.textContent = text;
  said.append(who, words);
  turn.append(said);
  log.append(turn);
  turn.scrollIntoView({ block: 'start' });
  return turn;
}

/** The server has escaped everything in `html`; the page's policy forbids inline scripts besides. */
function show(turn, html, text) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  const answer = holder.content.querySelector('.answer');
  if (text) offerCopy(answer, text);
  answer.querySelectorAll('time.instant').forEach(localise);
  turn.append(answer);
}

function unanswered(text, shown, reason) {
  const answer = copyOf('unanswered');
  answer.querySelector('.note').textContent = reason;
  const again = answer.querySelector('button');
  again.value = text;
  if (shown !== text) again.dataset.shown = shown;
  return answer;
}

/** Whoever typed goes on typing; whoever pressed a button is led to the answer. */
function arrive(turn, typed) {
  turn.scrollIntoView({ block: 'start' });
  if (!typed) turn.querySelector('.card h2')?.focus({ preventScroll: true });
}

function copyOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function offerCopy(answer, text) {
  if (!navigator.clipboard) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy text';
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(text).then(() => 'Copied', () => 'Not allowed');
    button.textContent = done;
    setTimeout(() => { button.textContent = 'Copy text'; }, 2000);
  });
  answer.querySelector('.from').append(button);
}

/** Moments in the reader's own zone; the workspace's stays as the title. */
function localise(time) {
  const exact = time.dateTime;
  const moment = new Date(exact);
  const [, sign, hours, minutes] = exact.match(/([+-])(\d\d):(\d\d)$/) ?? [];
  if (!sign || Number.isNaN(moment.getTime())) return;
  if (Number(`${sign}1`) * (hours * 60 + Number(minutes)) === -moment.getTimezoneOffset()) return;
  const shape = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
  time.title = time.textContent;
  time.textContent = new Intl.DateTimeFormat('en-GB', shape).format(moment).replace('Sept', 'Sep');
}

// --- saving a list ------------------------------------------------------------------------------------------

document.addEventListener('click', async (event) => {
  const link = event.target.closest('a.download');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const turn = link.closest('.turn');
  try {
    const response = await fetch(link.href);
    if (!response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      show(turn, page.querySelector('.answer').outerHTML, '');
      turn.lastElementChild.querySelector('h2').focus();
      return;
    }
    const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
    const file = document.createElement('a');
    file.href = URL.createObjectURL(await response.blob());
    file.download = named ? named[1] : 'mandorla.csv';
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
  } catch {
    location.assign(link.href); // the browser itself says what is wrong
  }
});

// --- suggestions: a combobox after the ARIA Authoring Practices ----------------------------------------------

const HEARD = 120; // milliseconds of silence before suggestions are fetched
let chosen = -1;
let timer = 0;
let running = null;

input.setAttribute('role', 'combobox');
input.setAttribute('aria-autocomplete', 'list');
input.setAttribute('aria-controls', list.id);
input.setAttribute('aria-expanded', 'false');
document.querySelector('.scripted').hidden = false;

input.addEventListener('input', () => {
  back = asked.length;
  clearTimeout(timer);
  running?.abort();
  if (input.value.trim().length < 2) return close();
  timer = setTimeout(suggest, HEARD);
});

async function suggest() {
  const typed = input.value;
  running = new AbortController();
  try {
    const response = await fetch(`/console/suggest?q=${encodeURIComponent(typed)}`, { signal: running.signal });
    const found = response.ok ? await response.json() : [];
    if (input.value === typed && document.activeElement === input) open(found.filter((one) => one !== typed));
  } catch {
    close(); // suggestions are a courtesy: without them one types on
  }
}

function open(found) {
  list.replaceChildren(...found.map((text, at) => {
    const option = document.createElement('li');
    option.id = `suggestion-${at}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.textContent = text;
    return option;
  }));
  list.hidden = found.length === 0;
  input.setAttribute('aria-expanded', String(!list.hidden));
  choose(-1);
}

function close() {
  clearTimeout(timer);
  running?.abort();
  open([]);
}

function choose(at) {
  chosen = at;
  [...list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === at)));
  const option = list.children[at];
  if (option) input.setAttribute('aria-activedescendant', option.id);
  else input.removeAttribute('aria-activedescendant');
  option?.scrollIntoView({ block: 'nearest' });
}

function accept(option) {
  input.value = option.textContent;
  close();
  input.focus();
}

list.addEventListener('mousedown', (event) => event.preventDefault()); // keeps the focus in the field
list.addEventListener('click', (event) => {
  const option = event.target.closest('[role="option"]');
  if (option) accept(option);
});
input.addEventListener('blur', close);

// --- keys ---------------------------------------------------------------------------------------------------

let back = 0; // where in `asked` the arrow keys are

input.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = list.hidden ? remembering : suggesting;
  if (keys[event.key]?.() === true) event.preventDefault();
});

const suggesting = {
  ArrowDown: () => { choose(chosen + 1 < list.children.length ? chosen + 1 : -1); return true; },
  ArrowUp: () => { choose(chosen >= 0 ? chosen - 1 : list.children.length - 1); return true; },
  Escape: () => { close(); return true; },
  Enter: () => {
    if (chosen < 0) return false;
    accept(list.children[chosen]);
    return true;
  },
};

const remembering = {
  ArrowUp: () => recall(back - 1),
  ArrowDown: () => recall(back + 1),
};

/** Earlier questions, as long as nothing new has been typed. */
function recall(at) {
  const untouched = input.value === '' || input.value === asked[back];
  if (!untouched || at < 0 || at > asked.length || asked.length === 0) return false;
  back = at;
  input.value = asked[at] ?? '';
  input.setSelectionRange(input.value.length, input.value.length);
  return true;
}

log.querySelectorAll('time.instant').forEach(localise);
if (!finger && log.childElementCount === 0) input.focus({ preventScroll: true });
