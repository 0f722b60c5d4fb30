// What a card or an arrow may ask of the canvas around it.
import { createContext, type MouseEvent } from "react";
import type { Origin } from "./contract";

export interface Desk {
  w: (key: string) => string;
  plusLabel: (label: string) => string;
  openPalette: (event: MouseEvent, from: Origin) => void;
}

export const DeskContext = createContext<Desk>({ w: (key) => key, plusLabel: (label) => label, openPalette: () => {} });

// A word with its blanks filled: fill("Après {title}", {title: "Rappel"}).
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
