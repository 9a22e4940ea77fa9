// The content security policy demands trusted types. htmx puts in parts of pages that our own server
// made; scripts in them do not run (htmx-config, and the policy). Nothing here makes script from text.
if (window.trustedTypes && !window.trustedTypes.defaultPolicy) {
  window.trustedTypes.createPolicy("default", { createHTML: (text) => text });
}
