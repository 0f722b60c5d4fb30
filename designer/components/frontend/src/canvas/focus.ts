// Where the keyboard is: on a card, on the canvas, or in the form beside it. The form is another part of the page
// (inspector_watch.js): the two call each other by events of the document.
import { useEffect, useRef } from "react";

export function holdsFocus(root: HTMLElement | null): boolean {
  const at = root && (root.getRootNode() as ShadowRoot | Document).activeElement;
  return !!at && root.contains(at);
}

// A card that has just been added, or that the camera is still moving to, is drawn some frames later.
export function focusCard(root: HTMLElement | null, id: string, tries = 40): void {
  const card = root?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  card?.focus({ preventScroll: true });
  const there = card && (card.getRootNode() as ShadowRoot | Document).activeElement === card;
  if (!there && tries > 0) requestAnimationFrame(() => holdsFocus(root) && focusCard(root, id, tries - 1));
}

// Asks the form of this card to take the keyboard; `gently`: only if the person has not gone elsewhere meanwhile.
export function callForm(id: string, gently: boolean): void {
  document.dispatchEvent(new CustomEvent("parcours:form", { detail: { id, gently } }));
}

// The form was left with Escape.
export function useCalledBack(back: () => void): void {
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => {
    const listen = () => latest.current();
    document.addEventListener("parcours:canvas", listen);
    return () => document.removeEventListener("parcours:canvas", listen);
  }, []);
}

// While nothing on the page has the keyboard (after a reload, say), the keys that are no letters belong to the drawing.
export function usePageKeys(act: (event: KeyboardEvent) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const nowhere = event.composedPath()[0] === document.body && !document.querySelector("[role=dialog]");
      if (nowhere && isPageKey(event)) latest.current(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isPageKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return ["z", "y", "f", "s"].includes(event.key.toLowerCase());
  return ["F8", "?", "Escape"].includes(event.key);
}
