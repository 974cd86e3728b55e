/** One row of the page at `/`: a part of the gateway, what it does, and where it runs. */
export interface RunningPart {
  readonly name: string;
  readonly does: string;
  readonly where: string;
  readonly links?: readonly string[];
}

/** A plain page that says what runs where. It is open to everybody, so it shows neither secrets nor anything of a plant. */
export function indexPage(parts: readonly RunningPart[]): string {
  const rows = parts.map(({ name, does, where, links = [] }) => `
      <tr><th scope="row">${escaped(name)}</th><td>${escaped(does)}</td><td>${escaped(where)}</td><td>${links.map((link) => `<a href="${escaped(link)}">${escaped(link)}</a>`).join('<br>')}</td></tr>`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Plantway</title>
    <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      body { max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top; }
    </style>
  </head>
  <body>
    <h1>Plantway</h1>
    <p>An open gateway between ERP and the plant. Every route below <code>/process</code> and <code>/system</code> needs an API key.</p>
    <table>
      <thead><tr><th scope="col">Part</th><th scope="col">Does</th><th scope="col">Runs</th><th scope="col">Look</th></tr></thead>
      <tbody>${rows.join('')}
      </tbody>
    </table>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
