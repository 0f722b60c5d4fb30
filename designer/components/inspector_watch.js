// Keeps the form honest while Python is on its way. As long as the canvas shows another card than the form, the form takes
// no letter (they would be lost with it) and turns into a skeleton; and it tells when a person left the field of a card
// that they have just added. It also carries the keyboard from the drawing into the form and back (Escape). On a small screen
// the form of the chosen card covers the page, with a button back to the drawing. And when somebody else has changed the draft
// it asks Python to draw it anew, as soon as the person's hands are still.
const WAITING = "data-parcours-waiting";
const LONGEST_MS = 6000;
const PATIENT_MS = 30000;
const SETTLED_MS = 250;
const STILL_MS = 1200;
const STYLE = `
.st-key-editor-inspector { position: relative; }
.st-key-editor-inspector > * { transition: opacity 80ms linear; }
.st-key-editor-inspector[${WAITING}] > * { opacity: 0 !important; transition-delay: 150ms; }
.st-key-editor-inspector[${WAITING}]::before {
  --bar: linear-gradient(color-mix(in srgb, currentColor 11%, transparent) 0 0);
  content: ""; position: absolute; inset: 4px 0 auto; height: 300px; opacity: 0; pointer-events: none;
  background: var(--bar) 0 0 / 32% 14px, var(--bar) 0 24px / 100% 40px, var(--bar) 0 92px / 44% 14px,
    var(--bar) 0 116px / 100% 120px, var(--bar) 0 264px / 26% 32px;
  background-repeat: no-repeat; animation: parcours-wait 120ms linear 200ms forwards;
}
@keyframes parcours-wait { to { opacity: 1; } }
.parcours-back { display: none; }
@media (max-width: 640px) {
  .st-key-editor-side > :has(> .st-key-editor-inspector) { flex: none; height: auto; }
  .st-key-editor-inspector { height: auto; overflow: visible; }
  .st-key-editor-side[data-parcours-open] { position: fixed; inset: 0; z-index: 999990; overflow-y: auto; overscroll-behavior: contain;
    padding: 68px 16px 32px; background: var(--parcours-ground, Canvas); }
  .parcours-back[data-parcours-open] { display: flex; position: fixed; inset: 0 0 auto; z-index: 999991; height: 56px; align-items: center;
    padding: 0 16px; border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent); cursor: pointer;
    background: var(--parcours-ground, Canvas); color: inherit; font: inherit; font-weight: 600; }
}
@media (prefers-reduced-motion: reduce) { .st-key-editor-inspector > * { transition-duration: 0s; } }
`;
const HANDS = ["keydown", "pointerdown", "pointermove", "pointerup", "wheel", "input"];
const watchers = new WeakMap();

export default function watch({ data, parentElement, setStateValue }) {
  const watcher = watchers.get(parentElement) ?? new Watcher();
  watchers.set(parentElement, watcher);
  watcher.receive(data, setStateValue);
  const place = parentElement.host ?? parentElement;
  return () => setTimeout(() => { if (!place.isConnected) watcher.end(); });
}

class Watcher {
  constructor() {
    this.observer = new MutationObserver(() => this.look());
    this.leaving = (event) => this.mayHaveLeft(event);
    this.called = (event) => this.enter(event.detail);
    this.escaped = (event) => this.goBack(event);
    document.addEventListener("focusout", this.leaving);
    document.addEventListener("parcours:form", this.called);
    document.addEventListener("keydown", this.escaped);
    this.moved = (event) => this.noteHand(event);
    this.heard = (event) => { this.newest = event.detail; this.askForNewer(); };
    for (const name of HANDS) document.addEventListener(name, this.moved, true);
    document.addEventListener("parcours:newest", this.heard);
    this.active = 0;
    this.chosen = "";
    this.told = "";
  }

  receive(data, tell) {
    Object.assign(this, { data, tell });
    dress();
    const canvas = canvasRoot();
    if (canvas && canvas !== this.canvas) {
      this.canvas = canvas;
      this.observer.disconnect();
      this.observer.observe(canvas, { subtree: true, childList: true, attributeFilter: ["class"] });
    }
    this.look();
  }

  // Only what the person chose in the drawing makes the form wait; where Python chose, the drawing follows by itself.
  look() {
    if (!this.canvas) return;
    const chosen = names(this.canvas);
    if (chosen !== this.chosen) {
      this.chosen = chosen;
      this.since = performance.now();
      this.tired = false;
    }
    const late = this.data.shown !== null && chosen !== [...this.data.shown].sort().join("\n");
    this.cover(late && !this.tired);
    this.drawer(chosen !== "");
    if (this.wanted) this.tryToEnter();
  }

  // The form that the drawing asks for may still be on its way.
  enter({ id, gently }) {
    this.wanted = { id, gently, until: performance.now() + PATIENT_MS, since: Infinity };
    this.look();
  }

  tryToEnter() {
    const { id, gently, until, since } = this.wanted;
    clearTimeout(this.trying);
    if (performance.now() > until || (gently && this.isElsewhere())) return void (this.wanted = null);
    const shown = this.data.shown?.length === 1 && this.data.shown[0] === id && !inspector()?.inert;
    const field = shown && !isRunning() && firstField();
    if (!field || inspector().contains(document.activeElement)) {
      // Until the run has ended, fields of the form before may still stand there; they leave, and the focus with them.
      if (field && performance.now() - since > SETTLED_MS) return void (this.wanted = null);
      this.trying = setTimeout(() => this.wanted && this.tryToEnter(), 60);
      return;
    }
    this.wanted.since = performance.now();
    field.focus();
    if (field.tagName === "INPUT") field.select(); // as the Tab key would
    this.trying = setTimeout(() => this.wanted && this.tryToEnter(), 60);
  }

  // Whoever already types or points is where they want to be.
  noteHand(event) {
    this.active = performance.now();
    const elsewhere = event.type === "pointerdown" || event.key === "Escape";
    const there = this.wanted && performance.now() > this.wanted.since && event.type !== "pointermove";
    if (elsewhere || there) this.wanted = null;
  }

  isElsewhere() {
    const at = document.activeElement;
    return at !== document.body && !this.canvas?.host.contains(at) && !inspector()?.contains(at);
  }

  goBack(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !inspector()?.contains(event.target)) return;
    if (event.target.closest("[aria-expanded='true']")) return;
    document.dispatchEvent(new CustomEvent("parcours:canvas"));
  }

  // Nothing is drawn under a hand that is typing or dragging, nor behind an open dialog, which would close.
  askForNewer() {
    clearTimeout(this.patienceForOthers);
    const { version, revision } = this.newest ?? this.data;
    const known = version === this.data.version && revision <= this.data.revision;
    if (known || this.asked === `${version} ${revision}`) return;
    const busy = performance.now() - this.active < STILL_MS || document.querySelector("[role='dialog']") || isRunning();
    if (busy) return void (this.patienceForOthers = setTimeout(() => this.askForNewer(), 300));
    this.asked = `${version} ${revision}`;
    this.tell("newer", this.asked);
  }

  // Only a style sheet for small screens makes a drawer of it.
  drawer(open) {
    const side = document.querySelector(".st-key-editor-side");
    if (!side) return;
    this.back ??= this.backButton();
    this.back.textContent = `← ${this.data.back}`;
    if (!this.back.isConnected) side.parentElement.append(this.back);
    side.style.setProperty("--parcours-ground", groundOf(side));
    this.back.style.setProperty("--parcours-ground", groundOf(side));
    for (const part of [side, this.back]) part.toggleAttribute("data-parcours-open", open);
  }

  backButton() {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "parcours-back" });
    button.onclick = () => {
      this.drawer(false);
      document.dispatchEvent(new CustomEvent("parcours:canvas", { detail: { closed: true } }));
    };
    return button;
  }

  cover(waiting) {
    const form = inspector();
    if (form && form.hasAttribute(WAITING) !== waiting) {
      form.toggleAttribute(WAITING, waiting);
      form.inert = waiting;
    }
    clearTimeout(this.patience);
    if (waiting) this.patience = setTimeout(() => this.giveUp(), 500);
  }

  // A lost connection must not lock the form for good.
  giveUp() {
    this.tired = !isRunning() && performance.now() - this.since > LONGEST_MS;
    this.look();
  }

  mayHaveLeft(event) {
    const { fresh } = this.data;
    const field = event.target instanceof Element && event.target.closest(".stElementContainer");
    if (!fresh || fresh === this.told || !field || !inspector()?.contains(field) || !isWrittenIn(event.target)) return;
    setTimeout(() => {
      if (field.contains(document.activeElement) || fresh !== this.data.fresh || fresh === this.told) return;
      this.told = fresh;
      this.tell("left", fresh);
    }, SETTLED_MS);
  }

  end() {
    this.observer.disconnect();
    document.removeEventListener("focusout", this.leaving);
    document.removeEventListener("parcours:form", this.called);
    document.removeEventListener("keydown", this.escaped);
    for (const name of HANDS) document.removeEventListener(name, this.moved, true);
    document.removeEventListener("parcours:newest", this.heard);
    clearTimeout(this.patienceForOthers);
    this.cover(false);
    this.back?.remove();
    clearTimeout(this.patience);
  }
}

const inspector = () => document.querySelector(".st-key-editor-inspector");
const isRunning = () => document.querySelector("[data-test-script-state='running']") !== null;
const isWrittenIn = (element) => element.matches("input, textarea") || element.shadowRoot !== null;

// The text of a message, once its editor is there; else the first field under the card's name; else its name.
function firstField() {
  const form = inspector();
  const text = [...form.querySelectorAll("*")].map((one) => one.shadowRoot?.querySelector("[data-testid='editor-text']")).find(Boolean);
  if (text || form.querySelector("[class*='st-key-message_editor']")) return text;
  const fields = [...form.querySelectorAll("input:not([type='hidden'], :disabled), textarea:not(:disabled)")];
  return fields.filter((one) => one.closest(".stElementContainer"))[1] ?? fields[0];
}

// The colour of the page, whichever part of it is painted.
function groundOf(element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (!/^(transparent|rgba\(.*, 0\))$/.test(colour)) return colour;
  }
  return "Canvas";
}

function names(canvas) {
  const cards = canvas.querySelectorAll(".selected[data-testid^='card-']");
  return [...cards].map((card) => card.dataset.testid.slice("card-".length)).sort().join("\n");
}

function canvasRoot() {
  const inside = [...document.querySelectorAll(".st-key-canvas *")];
  return inside.find((element) => element.shadowRoot?.querySelector("[data-testid='canvas']"))?.shadowRoot ?? null;
}

function dress() {
  if (document.getElementById("parcours-inspector")) return;
  document.head.append(Object.assign(document.createElement("style"), { id: "parcours-inspector", textContent: STYLE }));
}
