// A file of its own because the content security policy allows no inline script.
SwaggerUIBundle({
  url: "/api/schema/",
  dom_id: "#api",
  deepLinking: true,
  // The validator's badge would be fetched from another server.
  validatorUrl: null,
});
