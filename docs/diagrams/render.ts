import { instance } from '@viz-js/viz';
import type { AnyStateMachine } from 'xstate';
import { chartToDot } from './chart-to-dot.ts';

/**
 * Draws a chart as SVG, on a white ground so that it reads on any page. Equal charts give equal text, without XML
 * prologue: it can stand in a file of its own or inside an HTML page.
 */
export async function renderChartSvg(machine: AnyStateMachine): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(chartToDot(machine), { format: 'svg', engine: 'dot' });
  return svg.slice(svg.indexOf('<svg'));
}
