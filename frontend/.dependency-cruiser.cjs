/** Who may import whom: view -> state -> (api, model); everything points downwards. */
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
      comment:
        "src/model is plain computation: no DOM library, and of other folders only the answer types.",
      severity: "error",
      from: { path: "^src/model/", pathNot: "\\.test\\.tsx?$" },
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
      name: "state-below-view",
      severity: "error",
      from: { path: "^src/state/" },
      to: { path: "^src/(view|style)/" },
    },
    {
      name: "pages-do-not-know-each-other",
      comment: "What two pages share lives in view/ui, state or model.",
      severity: "error",
      from: { path: "^src/view/(gallery|compare|architecture)/" },
      to: { path: "^src/view/(gallery|compare|architecture|shell)/", pathNot: "^src/view/$1/" },
    },
    {
      name: "ui-is-the-bottom-of-view",
      severity: "error",
      from: { path: "^src/view/ui/" },
      to: { path: "^src/view/(?!ui/)" },
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
        pathNot: ["\\.d\\.ts$", "\\.test\\.tsx?$", "^src/main\\.tsx$"],
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
