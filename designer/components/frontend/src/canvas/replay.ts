// Draws edits that Python has not confirmed yet over its last snapshot. Pure: nodes in, nodes out.
// Undo and redo change nothing here: only Python knows the earlier draft.
import type { CanvasNode, Op, Origin, PaletteGroup, PaletteItem, Point, Port, Positions } from "./contract";

export function replay(nodes: CanvasNode[], ops: readonly Op[], palette: PaletteGroup[]): CanvasNode[] {
  return ops.reduce((drawn, op) => apply(drawn, op, palette), nodes);
}

function apply(nodes: CanvasNode[], op: Op, palette: PaletteGroup[]): CanvasNode[] {
  switch (op.op) {
    case "add":
      return add(nodes, op, palette);
    case "connect":
      return connect(nodes, op, op.target);
    case "disconnect":
      return connect(nodes, op, null);
    case "move":
    case "tidy":
      return place(nodes, op.positions);
    case "delete":
      return remove(nodes, new Set(op.ids));
    case "duplicate":
      return copy(nodes, nodes.filter((node) => op.ids.includes(node.id)), op.new_ids, op.offset);
    case "paste":
      return copy(nodes, op.nodes, op.new_ids, op.offset);
    case "undo":
    case "redo":
      return nodes;
  }
}

function connect(nodes: CanvasNode[], from: Origin, target: string | null): CanvasNode[] {
  return nodes.map((node) =>
    node.id === from.node
      ? { ...node, ports: node.ports.map((port) => (port.id === from.port ? { ...port, target } : port)) }
      : node,
  );
}

function place(nodes: CanvasNode[], positions: Positions): CanvasNode[] {
  return nodes.map((node) => {
    const point = positions[node.id];
    return point ? { ...node, x: point[0], y: point[1] } : node;
  });
}

// What led to a deleted card leads to the one clear card after it, past others that go as well.
function remove(nodes: CanvasNode[], gone: Set<string>): CanvasNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes
    .filter((node) => !gone.has(node.id))
    .map((node) =>
      retarget(node, (target) => {
        const after = gone.has(target) ? clearNext(byId, target, gone) : target;
        return after === node.id && gone.has(target) ? null : after;
      }),
    );
}

function clearNext(byId: Map<string, CanvasNode>, from: string, gone: Set<string>): string | null {
  const seen = new Set<string>();
  let here: string | null = from;
  while (here !== null && gone.has(here) && !seen.has(here)) {
    seen.add(here);
    const targets: Set<string | null> = new Set(byId.get(here)?.ports.map((port) => port.target));
    targets.delete(null);
    here = targets.size === 1 ? [...targets][0]! : null;
  }
  return here !== null && gone.has(here) ? null : here;
}

function retarget(node: CanvasNode, map: (target: string) => string | null): CanvasNode {
  const ports = node.ports.map((port) => ({ ...port, target: port.target === null ? null : map(port.target) }));
  return ports.some((port, index) => port.target !== node.ports[index]?.target) ? { ...node, ports } : node;
}

// Arrows inside the copied group follow it; arrows that leave the group are not copied.
function copy(nodes: CanvasNode[], originals: CanvasNode[], newIds: Record<string, string>, offset: Point) {
  const known = new Set(nodes.map((node) => node.id));
  const copies = originals
    .filter((node) => newIds[node.id] && !known.has(newIds[node.id]!))
    .map((node) => ({
      ...retarget(node, (target) => newIds[target] ?? null),
      id: newIds[node.id]!,
      x: node.x + offset[0],
      y: node.y + offset[1],
      badge: null,
      counts: null,
    }));
  return [...nodes, ...copies];
}

function add(nodes: CanvasNode[], op: Extract<Op, { op: "add" }>, palette: PaletteGroup[]): CanvasNode[] {
  if (nodes.some((node) => node.id === op.id)) return nodes;
  const after = op.from ? targetOf(nodes, op.from) : null;
  const placed = place(nodes, op.positions);
  const linked = op.from ? connect(placed, op.from, op.id) : placed;
  return [...linked, newNode(op, palette, after)];
}

function newNode(op: Extract<Op, { op: "add" }>, palette: PaletteGroup[], after: string | null): CanvasNode {
  const group = palette.find((one) => one.items.some((item) => item.type === op.type));
  const item = group?.items.find((one) => one.type === op.type);
  return {
    id: op.id,
    kind: group?.kind ?? "step",
    type: op.type,
    icon: item?.icon ?? op.type,
    title: item?.title ?? op.type,
    line: "",
    x: op.x,
    y: op.y,
    badge: null,
    counts: null,
    ports: firstPorts(op.type, group?.kind, item).map((port, index) => ({ ...port, target: index === 0 ? after : null })),
    description: item?.title ?? op.type,
  };
}

function firstPorts(type: string, kind: string | undefined, item: PaletteItem | undefined): Port[] {
  if (type === "exit" || kind === "note") return [];
  return (item?.ports ?? [{ id: "next", label: "" }]).map((port) => ({ ...port, target: null }));
}

export function targetOf(nodes: CanvasNode[], from: Origin): string | null {
  const source = nodes.find((node) => node.id === from.node);
  return source?.ports.find((port) => port.id === from.port)?.target ?? null;
}
