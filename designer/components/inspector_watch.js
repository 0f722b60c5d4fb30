// Keeps the form honest while Python is on its way. As long as the canvas shows another card than the form, the form takes
// no letter (they would be lost with it) and turns into a skeleton; and it tells when a person left the field of a card
// that they have just added. It also carries the keyboard from the drawing into the form and back (Escape).
const WAITING = "data-parcours-waiting";
const LONGEST_MS = 6000;
const SETTLED_MS = 250;
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
@media (prefers-reduced-motion: reduce) { .st-key-editor-inspector > * { transition-duration: 0s; } }
`;
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
    if (this.wanted) this.tryToEnter();
  }

  // The form that the drawing asks for may still be on its way.
  enter({ id, gently }) {
    this.wanted = { id, gently, until: performance.now() + LONGEST_MS };
    this.look();
  }

  tryToEnter() {
    const { id, gently, until } = this.wanted;
    const elsewhere = document.activeElement !== document.body && !this.canvas?.host.contains(document.activeElement);
    if (performance.now() > until || (gently && elsewhere)) return void (this.wanted = null);
    const shown = this.data.shown?.length === 1 && this.data.shown[0] === id && !inspector()?.inert;
    const field = shown && firstField();
    if (!field) return void setTimeout(() => this.wanted && this.tryToEnter(), 60);
    this.wanted = null;
    field.focus();
    if (field.tagName === "INPUT") field.select(); // as the Tab key would
  }

  goBack(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !inspector()?.contains(event.target)) return;
    if (event.target.closest("[aria-expanded='true']")) return;
    document.dispatchEvent(new CustomEvent("parcours:canvas"));
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
    const running = document.querySelector("[data-test-script-state='running']");
    this.tired = !running && performance.now() - this.since > LONGEST_MS;
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
    this.cover(false);
    clearTimeout(this.patience);
  }
}

const inspector = () => document.querySelector(".st-key-editor-inspector");
const isWrittenIn = (element) => element.matches("input, textarea") || element.shadowRoot !== null;

// The text of a message, once its editor is there; else the first field under the card's name; else its name.
function firstField() {
  const form = inspector();
  const text = [...form.querySelectorAll("*")].map((one) => one.shadowRoot?.querySelector("[data-testid='editor-text']")).find(Boolean);
  if (text || form.querySelector("[class*='st-key-message_editor']")) return text;
  const fields = [...form.querySelectorAll("input:not([type='hidden'], :disabled), textarea:not(:disabled)")];
  return fields.filter((one) => one.closest(".stElementContainer"))[1] ?? fields[0];
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
