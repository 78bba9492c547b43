import { renderChartSvg } from '../diagrams/render.ts';
import { chartPages, diagramPath } from './chart-pages.ts';
import { drawingFiles } from './drawings.ts';
import { frontFiles } from './front-pages.ts';
import { guideFiles } from './guide-files.ts';
import { idIndexPage } from './id-index-page.ts';
import { machineFiles, machinePage } from './machine-page.ts';
import type { Material } from './material.ts';
import { NOTATION_PAGE } from './notation-page.ts';
import { openPointPages } from './open-points-page.ts';
import { operationPages } from './operation-pages.ts';
import { type Page, pageText } from './page.ts';
import { propertyPages } from './property-pages.ts';
import { requirementPages } from './requirement-pages.ts';
import { rulePages } from './rule-pages.ts';
import { scenarioDrawings, scenarioPages } from './scenario-pages.ts';
import type { SourceFile } from './source-file.ts';
import { trailsOf } from './trails.ts';

/**
 * Every generated file, guides, pages and diagrams, with paths below the folder of generated pages. Equal material
 * gives equal files.
 */
export async function siteFiles(material: Material): Promise<readonly SourceFile[]> {
  const trails = trailsOf(material);
  const pages: readonly Page[] = [
    ...chartPages(material),
    machinePage(material.machine),
    ...propertyPages(material),
    ...requirementPages(trails),
    ...openPointPages(material, trails),
    ...rulePages(material),
    ...operationPages(material),
    NOTATION_PAGE,
    idIndexPage(trails),
    ...scenarioPages(material),
  ];
  const diagrams = await Promise.all(
    material.charts.map(async (chart) => ({ path: diagramPath(chart), text: await renderChartSvg(chart.machine) })),
  );
  return [
    ...frontFiles(material.contributing),
    ...guideFiles(material.guides),
    ...pages.map((page) => ({ path: page.path, text: pageText(page) })),
    ...diagrams,
    ...(await machineFiles(material.machine)),
    ...scenarioDrawings(material),
    ...drawingFiles('failure', material.failure.trace, material.failure.violation),
  ];
}
