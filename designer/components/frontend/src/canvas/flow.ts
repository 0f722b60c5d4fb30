// Keeps xyflow's nodes and edges in step with the store: what is selected and dragged lives here,
// what exists lives in the store.
import {
  applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange, type NodeHandle, type OnNodeDrag, Position,
} from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Arrow } from "./arrows";
import type { CardContent, CardNode } from "./card";
import { CARD, type CanvasNode, type Point, type Positions } from "./contract";
import type { Editing } from "./editing";
import { portX } from "./routes";
import type { CanvasStore, View } from "./store";

const NUDGE_MS = 300;
// The side of a handle in canvas.css.
const HANDLE = 12;
export const GRID: [number, number] = [10, 10];

export function useFlow(store: CanvasStore, view: View, editing: Editing) {
  const [nodes, change] = useState<CardNode[]>([]);
  const setNodes = useCallback((by: (old: CardNode[]) => CardNode[]) => change((old) => withTabStop(by(old))), []);
  const [edges, setEdges] = useState<Arrow[]>([]);
  const nudges = useNudges(editing);
  const dragging = useRef(false);
  const marquee = useRef(false);

  useLayoutEffect(() => setNodes((old) => mergeNodes(old, view, nudges.waiting)), [view.nodes, view.snapshot, nudges, setNodes]);
  useLayoutEffect(() => setEdges((old) => mergeEdges(old, view.arrows)), [view.arrows]);
  useLayoutEffect(() => setNodes((old) => withSelection(old, view.wanted.ids)), [view.wanted, setNodes]);

  const selected = useMemo(() => nodes.filter((node) => node.selected).map((node) => node.id), [nodes]);
  const tell = useSelectionTeller(store, selected, marquee);

  const onNodesChange = useCallback((changes: NodeChange<CardNode>[]) => {
    const wanted = changes.filter((change) => change.type !== "remove");
    if (!dragging.current) nudges.collect(wanted);
    setNodes((old) => applyNodeChanges(wanted, old));
  }, [nudges, setNodes]);
  const onEdgesChange = useCallback((changes: EdgeChange<Arrow>[]) => {
    setEdges((old) => applyEdgeChanges(changes.filter((change) => change.type !== "remove"), old));
  }, []);
  const onNodeDragStart = useCallback(() => { dragging.current = true; }, []);
  const onNodeDragStop: OnNodeDrag<CardNode> = useCallback((_event, _node, moved) => {
    dragging.current = false;
    editing.move(Object.fromEntries(moved.map((node) => [node.id, pointOf(node)])));
  }, [editing]);
  const onSelectionStart = useCallback(() => { marquee.current = true; }, []);
  const onSelectionEnd = useCallback(() => { marquee.current = false; tell(); }, [tell]);
  const select = useCallback((ids: string[]) => setNodes((old) => withSelection(old, ids)), [setNodes]);
  const nudge = (x: number, y: number) => onNodesChange(nodes.filter((node) => node.selected).map((node) => stepped(node, x, y)));

  const handlers = { onNodesChange, onEdgesChange, onNodeDragStart, onNodeDragStop, onSelectionStart, onSelectionEnd };
  return { nodes, edges, selected, select, nudge, settle: nudges.settle, handlers };
}

function stepped(node: CardNode, x: number, y: number): NodeChange<CardNode> {
  const to = (at: number, steps: number, grid: number) => (Math.round(at / grid) + steps) * grid;
  return { id: node.id, type: "position", position: { x: to(node.position.x, x, GRID[0]), y: to(node.position.y, y, GRID[1]) } };
}

// One card at a time is a stop of the Tab key: a long journey is entered and left with one press.
function withTabStop(nodes: CardNode[]): CardNode[] {
  const stop = (nodes.find((node) => node.selected) ?? nodes[0])?.id;
  const stopOf = (node: CardNode) => (node.id === stop ? 0 : -1);
  return nodes.map((node) => (node.domAttributes?.tabIndex === stopOf(node) ? node : { ...node, domAttributes: { tabIndex: stopOf(node) } }));
}

function pointOf(node: CardNode): Point {
  return [Math.round(node.position.x), Math.round(node.position.y)];
}

// Arrow keys move a card by small steps: one edit when they rest.
function useNudges(editing: Editing) {
  const nudges = useMemo(() => {
    const waiting: Positions = {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      clearTimeout(timer);
      const positions = { ...waiting };
      for (const id of Object.keys(waiting)) delete waiting[id];
      editing.move(positions);
    };
    const collect = (changes: NodeChange<CardNode>[]) => {
      for (const change of changes) {
        if (change.type !== "position" || !change.position) continue;
        waiting[change.id] = [Math.round(change.position.x), Math.round(change.position.y)];
        clearTimeout(timer);
        timer = setTimeout(settle, NUDGE_MS);
      }
    };
    return { waiting, settle, collect };
  }, [editing]);
  useEffect(() => nudges.settle, [nudges]);
  return nudges;
}

// During a marquee the selection changes at every pixel: Python hears of it once, at the end.
function useSelectionTeller(store: CanvasStore, selected: string[], marquee: { current: boolean }): () => void {
  const told = useRef("");
  const latest = useRef(selected);
  latest.current = selected;
  const tell = useCallback(() => {
    const text = latest.current.join(" ");
    if (text === told.current) return;
    told.current = text;
    store.select(latest.current);
  }, [store]);
  useEffect(() => {
    if (!marquee.current) tell();
  }, [selected, marquee, tell]);
  return tell;
}

function mergeNodes(old: CardNode[], view: View, nudged: Positions): CardNode[] {
  const byId = new Map(old.map((node) => [node.id, node]));
  const { highlight, walked, coverage } = view.snapshot;
  const lit = new Set([...highlight, ...(walked?.cards ?? [])]);
  const alone = view.nodes.filter((node) => node.kind !== "note").length === 1;
  return view.nodes.map((node) => {
    const locked = view.snapshot.read_only;
    const ghost = alone && node.kind === "trigger" && !locked;
    const tried = coverage && node.kind === "step" ? !coverage.cards.includes(node.id) : null;
    const untriedPorts = node.ports.map((port) => port.id).filter((port) => coverage?.arrows.includes(`${node.id}|${port}`));
    const merged = mergeNode(byId.get(node.id), node, { lit: lit.has(node.id), tried, untriedPorts, locked, ghost }, nudged);
    const spoken = [node.description || node.title, ...(tried === false ? [view.snapshot.words["card_untried"]] : [])].join(", ");
    return merged.ariaLabel === spoken ? merged : { ...merged, ariaLabel: spoken };
  });
}

type Look = Pick<CardContent, "lit" | "tried" | "untriedPorts" | "locked" | "ghost">;

function looksTheSame(old: Look, look: Look): boolean {
  return old.lit === look.lit && old.tried === look.tried && old.locked === look.locked && old.ghost === look.ghost
    && old.untriedPorts.join() === look.untriedPorts.join();
}

function mergeNode(old: CardNode | undefined, node: CanvasNode, look: Look, nudged: Positions): CardNode {
  const [x, y] = nudged[node.id] ?? [node.x, node.y];
  const position = old?.dragging ? old.position : { x, y };
  const same = old && old.data.node === node && looksTheSame(old.data, look);
  if (same && old.position.x === position.x && old.position.y === position.y) return old;
  return {
    ...old,
    id: node.id,
    type: node.kind === "note" ? "note" : "card",
    position,
    data: same ? old.data : { node, ...look },
    ariaLabel: old?.ariaLabel ?? "",
    handles: old && old.data.node.ports === node.ports ? old.handles : handlesOf(node),
    measured: old?.measured ?? { ...CARD },
  };
}

// Where arrows leave and arrive, said beforehand: a card that is out of sight need not be drawn to be measured.
function handlesOf(node: CanvasNode): NodeHandle[] {
  if (node.kind === "note") return [];
  const size = { width: HANDLE, height: HANDLE };
  const ways = node.ports.map((port, index): NodeHandle => {
    const x = portX(index, node.ports.length) - HANDLE / 2;
    return { ...size, id: port.id, type: "source", position: Position.Bottom, x, y: CARD.height - 1 - HANDLE / 2 };
  });
  const entry: NodeHandle = { ...size, id: "in", type: "target", position: Position.Top, x: (CARD.width - HANDLE) / 2, y: 1 - HANDLE / 2 };
  return node.kind === "step" ? [entry, ...ways] : ways;
}

function mergeEdges(old: Arrow[], arrows: Arrow[]): Arrow[] {
  const chosen = new Set(old.filter((edge) => edge.selected).map((edge) => edge.id));
  const byId = new Map(old.map((edge) => [edge.id, edge]));
  return arrows.map((arrow) => {
    const before = byId.get(arrow.id);
    if (before && before.data === arrow.data && before.target === arrow.target) return before;
    return chosen.has(arrow.id) ? { ...arrow, selected: true } : arrow;
  });
}

function withSelection(nodes: CardNode[], ids: string[]): CardNode[] {
  const wanted = new Set(ids);
  return nodes.map((node) => (!!node.selected === wanted.has(node.id) ? node : { ...node, selected: wanted.has(node.id) }));
}
