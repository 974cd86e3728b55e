const words = ['pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minimum', 'maximum', 'enum'];
/** Checks of ours that OpenAPI has a word for. */
const formats = { isInstant: 'date-time', isPlantDate: 'date' };

/**
 * Publishes what the request check enforces: the swagger plugin drops patterns held in constants and never says that unknown fields are refused.
 * @param schemas `components.schemas` of the document
 * @param definitions definitions of the compiled JSON Schema of a body, keyed `<Dto>` or `<Dto>.<n>`
 */
export function publishBodyRules(schemas, definitions) {
  for (const [key, rules] of Object.entries(definitions)) {
    const schema = schemas[key.replace(/\.\d+$/, '')];
    if (!schema) throw new Error(`${key} is not in the document`);
    schema.additionalProperties = false;
    if (rules.required?.length > 0) schema.required = [...rules.required];
    else delete schema.required;
    for (const [name, rule] of Object.entries(rules.properties)) publishRule(schema.properties[name], withoutNull(rule));
  }
}

/** An optional field also takes null; the document shows the field itself. */
const withoutNull = (rule) => rule.anyOf?.find((choice) => choice.type !== 'null') ?? rule;

function publishRule(property, rule) {
  for (const word of words) if (rule[word] !== undefined && !property.$ref) property[word] = rule[word];
  if (rule.type === 'integer') property.type = 'integer';
  if (rule.format in formats && !property.$ref) property.format = formats[rule.format];
  if (rule.items && property.items && !property.items.$ref) publishRule(property.items, rule.items);
}
