/**
 * Who may import whom: view -> state -> (api, model); in view, shell -> pages ->
 * network | catalogue | plot -> picture -> ui.
 * Everything points downwards.
 */

const TEST = "\\.test\\.tsx?$";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "model-is-pure",
      comment: "src/model is plain computation: no DOM library, and no other folder of src.",
      severity: "error",
      from: { path: "^src/model/", pathNot: TEST },
      to: {
        path: [
          "^src/(api|state|view|style)/",
          "node_modules/(preact|@preact|d3-selection|d3-zoom|openapi-fetch)/",
        ],
      },
    },
    {
      name: "api-below-state",
      severity: "error",
      from: { path: "^src/api/" },
      to: { path: "^src/(state|view|style)/" },
    },
    {
      name: "a-view-needs-no-address",
      comment:
        "A network's view is a value; of what belongs to it, only view-address.ts and the links know the URL.",
      severity: "error",
      from: {
        path: "^src/state/network/(network-view|layout-queue|use-layout|jobs|linked-convention)\\.ts$",
      },
      to: { path: "^src/state/(navigation|routes)\\.ts$|^src/state/network/view-address\\.ts$" },
    },
    {
      name: "network-reads-no-address",
      severity: "error",
      from: { path: "^src/view/(network|picture)/", pathNot: TEST },
      to: { path: "^src/state/navigation\\.ts$" },
    },
    {
      name: "page-state-knows-no-network",
      severity: "error",
      from: { path: "^src/state/[^/]+$", pathNot: TEST },
      to: { path: "^src/state/network/" },
    },
    {
      name: "test-pages-use-no-page",
      comment: "A page for tests is made of the same parts as the pages, not of a page.",
      severity: "error",
      from: { path: "^test-pages/" },
      to: { path: "^src/view/(?!network/|picture/|plot/|catalogue/|ui/)" },
    },
    {
      name: "state-below-view",
      severity: "error",
      from: { path: "^src/state/" },
      to: { path: "^src/(view|style)/" },
    },
    {
      name: "model-folders",
      comment:
        "text | network at the bottom, figures above them, then what is derived for one page.",
      severity: "error",
      from: { path: "^src/model/(text|network)/", pathNot: TEST },
      to: { path: "^src/model/", pathNot: "^src/model/$1/" },
    },
    {
      name: "figures-below-other-folders",
      severity: "error",
      from: { path: "^src/model/figures/", pathNot: TEST },
      to: { path: "^src/model/(?!text/|network/|figures/)" },
    },
    {
      name: "picture-knows-no-other-folder",
      comment:
        "The layout runs in a worker: it takes the network, and nothing that a page derives.",
      severity: "error",
      from: { path: "^src/model/picture/", pathNot: TEST },
      to: { path: "^src/model/(?!text/|network/|picture/)" },
    },
    {
      name: "layout-knows-no-volume",
      severity: "error",
      from: { path: "^src/model/picture/(layout/|[^/]+$)" },
      to: { path: "^src/model/picture/volume/" },
    },
    {
      name: "arrangement-below-layout",
      comment:
        "One group is arranged from sizes and links alone; the layout puts the groups together.",
      severity: "error",
      from: { path: "^src/model/picture/layout/arrangement/", pathNot: TEST },
      to: { path: "^src/model/", pathNot: "^src/model/picture/layout/arrangement/" },
    },
    {
      name: "geometry-below-scene",
      severity: "error",
      from: { path: "^src/model/picture/volume/geometry/", pathNot: TEST },
      to: { path: "^src/model/picture/(layout/|volume/(?!geometry/))" },
    },
    {
      name: "only-search-joins-folders",
      comment:
        "A search looks at tables and figures; no other folder of the model knows its neighbours.",
      severity: "error",
      from: { path: "^src/model/(table|gallery|comparison)/", pathNot: TEST },
      to: { path: "^src/model/(?!text/|network/|figures/)", pathNot: "^src/model/$1/" },
    },
    {
      name: "pages-do-not-know-each-other",
      comment: "Parts that two pages share live in view/network, catalogue, plot, picture or ui.",
      severity: "error",
      from: { path: "^src/view/(?!shell/|network/|catalogue/|plot/|picture/|ui/)([^/]+)/" },
      to: {
        path: "^src/view/(?!network/|catalogue/|plot/|picture/|ui/)",
        pathNot: "^src/view/$1/",
      },
    },
    {
      name: "network-below-pages",
      severity: "error",
      from: { path: "^src/view/network/" },
      to: { path: "^src/view/(?!network/|picture/|ui/)" },
    },
    {
      name: "catalogue-below-pages",
      severity: "error",
      from: { path: "^src/view/catalogue/" },
      to: { path: "^src/view/(?!catalogue/|ui/)" },
    },
    {
      name: "plot-below-pages",
      severity: "error",
      from: { path: "^src/view/plot/" },
      to: { path: "^src/view/(?!plot/|ui/)" },
    },
    {
      name: "network-folders-do-not-know-each-other",
      comment:
        "Only the picture folder knows others, for captions and legends; panel and picture are put together above them.",
      severity: "error",
      from: {
        path: "^src/view/network/(about|charts|layer|measurements|options|search|table)/",
        pathNot: TEST,
      },
      to: {
        path: "^src/view/network/((about|charts|layer|measurements|options|picture|search|table)/|(panel-tabs|network-panel|network-picture|use-explorer)\\.)",
        pathNot: "^src/view/network/$1/",
      },
    },
    {
      name: "network-picture-below-panel",
      severity: "error",
      from: { path: "^src/view/network/picture/", pathNot: TEST },
      to: {
        path: "^src/view/network/((about|charts|layer|search|table)/|(panel-tabs|network-panel|network-picture|use-explorer)\\.)",
      },
    },
    {
      name: "picture-below-network",
      severity: "error",
      from: { path: "^src/view/picture/" },
      to: { path: "^src/view/(?!picture/|ui/)" },
    },
    {
      name: "picture-root-is-shared",
      comment:
        "What the diagram and the picture in volume have in common knows neither, nor the window.",
      severity: "error",
      from: { path: "^src/view/picture/[^/]+$" },
      to: { path: "^src/view/picture/[^/]+/" },
    },
    {
      name: "window-below-pictures",
      severity: "error",
      from: { path: "^src/view/picture/window/" },
      to: { path: "^src/view/picture/(diagram|volume|export)/" },
    },
    {
      name: "diagram-and-volume-apart",
      comment: "The export knows both; they know neither each other nor the export.",
      severity: "error",
      from: { path: "^src/view/picture/(diagram|volume)/" },
      to: { path: "^src/view/picture/(diagram|volume|export)/", pathNot: "^src/view/picture/$1/" },
    },
    {
      name: "ui-is-the-bottom-of-view",
      severity: "error",
      from: { path: "^src/view/ui/" },
      to: { path: "^src/view/(?!ui/)" },
    },
    {
      name: "ui-knows-no-network",
      comment: "Controls take what they show as props; of the rest they know texts and errors.",
      severity: "error",
      from: { path: "^src/view/ui/", pathNot: TEST },
      to: { path: "^src/(state/|model/(?!text/)|api/(?!errors\\.ts$))" },
    },
    {
      name: "ui-fields-and-rows-apart",
      severity: "error",
      from: { path: "^src/view/ui/(fields|rows)/", pathNot: TEST },
      to: { path: "^src/view/ui/(fields|rows)/", pathNot: "^src/view/ui/$1/" },
    },
    {
      name: "ui-basics-below-fields-and-rows",
      severity: "error",
      from: { path: "^src/view/ui/[^/]+$" },
      to: { path: "^src/view/ui/(fields|rows)/" },
    },
    {
      name: "only-the-client-speaks-http",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/api/client\\.ts$" },
      to: { path: "node_modules/openapi-fetch/" },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: {
        orphan: true,
        path: "^src/",
        pathNot: ["\\.d\\.ts$", TEST, "^src/main\\.tsx$"],
      },
      to: {},
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "default"],
      extensions: [".ts", ".tsx", ".d.ts", ".js", ".css"],
    },
  },
};
