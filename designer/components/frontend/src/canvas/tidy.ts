// Tidy: ranks from top to bottom, starts first, wide enough for the labels of open paths.
import { graphlib, layout } from "@dagrejs/dagre";
import { CARD, type CanvasNode, type Positions } from "./contract";

export function tidyPositions(nodes: CanvasNode[]): Positions {
  const cards = nodes.filter((node) => node.kind !== "note");
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 60, ranksep: 110, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const card of cards) graph.setNode(card.id, { ...CARD });
  for (const card of cards) {
    for (const port of card.ports) {
      if (port.target && graph.hasNode(port.target) && port.target !== card.id) {
        graph.setEdge(card.id, port.target, {}, port.id);
      }
    }
  }
  layout(graph);
  return read(graph, cards);
}

function read(graph: InstanceType<typeof graphlib.Graph>, cards: CanvasNode[]): Positions {
  const positions: Positions = {};
  for (const card of cards) {
    const spot = graph.node(card.id) as { x: number; y: number };
    positions[card.id] = [Math.round(spot.x - CARD.width / 2), Math.round(spot.y - CARD.height / 2)];
  }
  return positions;
}
