// The content security policy demands trusted types. htmx puts in parts of pages that our own server
// made; scripts in them do not run (htmx-config, and the policy). Nothing here makes script from text. The
// one script that is started by its address is the one that keeps the page for recording without a network.
if (window.trustedTypes && !window.trustedTypes.defaultPolicy) {
  window.trustedTypes.createPolicy("default", {
    createHTML: (text) => text,
    createScriptURL: (address) => (address === "/sw.js" ? address : null),
  });
}
