/** What a unit measures. Units of one dimension that have a factor can be converted into each other for every item. */
export const DIMENSIONS = [
  'count', 'mass', 'length', 'area', 'volume', 'time', 'energy', 'power', 'pressure', 'ratio',
  'temperature', 'package', 'set', 'sheet', 'amountOfSubstance', 'electricCurrent', 'voltage', 'frequency',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** An exact rational number: numerator over denominator, each the decimal text of an integer above zero. */
export interface Ratio {
  readonly numerator: string;
  readonly denominator: string;
}

/** A unit as Plantway knows it. */
export interface Unit {
  /** Common code of UN/ECE Recommendation 20, or of Recommendation 21 with the prefix X for packages. */
  readonly code: string;
  readonly name: string;
  readonly symbol: string;
  readonly dimension: Dimension;
  /** How many base units of the dimension one of this unit is, exactly; absent where no fixed factor exists: temperatures, packages. */
  readonly factor?: Ratio;
}

type Row = readonly [code: string, name: string, symbol: string, numerator?: string, denominator?: string];

const rows: Readonly<Record<Dimension, readonly Row[]>> = {
  count: [
    ['H87', 'piece', 'pc', '1'], ['C62', 'one', '1', '1'], ['EA', 'each', 'ea', '1'], ['PR', 'pair', 'pr', '2'], ['DZN', 'dozen', 'dz', '12'],
    ['CEN', 'hundred', '100', '100'], ['GRO', 'gross', 'gr', '144'], ['MIL', 'thousand', '1000', '1000'],
  ],
  // Base: kilogram. The international avoirdupois pound is 0.45359237 kg exactly (1959).
  mass: [
    ['KGM', 'kilogram', 'kg', '1'], ['MC', 'microgram', 'µg', '1', '1000000000'], ['MGM', 'milligram', 'mg', '1', '1000000'], ['GRM', 'gram', 'g', '1', '1000'],
    ['DTN', 'decitonne', 'dt', '100'], ['TNE', 'tonne', 't', '1000'], ['LBR', 'pound', 'lb', '45359237', '100000000'],
    ['ONZ', 'ounce (avoirdupois)', 'oz', '45359237', '1600000000'], ['APZ', 'troy ounce', 'oz t', '311034768', '10000000000'],
    ['GRN', 'grain', 'gr', '6479891', '100000000000'], ['CWA', 'hundredweight (US)', 'cwt', '45359237', '1000000'],
    ['STN', 'short ton (US)', 'ton', '90718474', '100000'], ['LTN', 'long ton (UK)', 'ton', '10160469088', '10000000'],
  ],
  // Base: metre. The international foot is 0.3048 m exactly (1959).
  length: [
    ['MTR', 'metre', 'm', '1'], ['C45', 'nanometre', 'nm', '1', '1000000000'], ['4H', 'micrometre', 'µm', '1', '1000000'], ['MMT', 'millimetre', 'mm', '1', '1000'],
    ['CMT', 'centimetre', 'cm', '1', '100'], ['DMT', 'decimetre', 'dm', '1', '10'], ['KMT', 'kilometre', 'km', '1000'], ['LM', 'linear metre', 'lm', '1'],
    ['INH', 'inch', 'in', '254', '10000'], ['FOT', 'foot', 'ft', '3048', '10000'], ['YRD', 'yard', 'yd', '9144', '10000'], ['SMI', 'mile (statute)', 'mi', '1609344', '1000'],
  ],
  // Base: square metre.
  area: [
    ['MTK', 'square metre', 'm²', '1'], ['MMK', 'square millimetre', 'mm²', '1', '1000000'], ['CMK', 'square centimetre', 'cm²', '1', '10000'], ['DMK', 'square decimetre', 'dm²', '1', '100'],
    ['HAR', 'hectare', 'ha', '10000'], ['INK', 'square inch', 'in²', '64516', '100000000'], ['FTK', 'square foot', 'ft²', '9290304', '100000000'], ['YDK', 'square yard', 'yd²', '83612736', '100000000'],
  ],
  // Base: litre. The US gallon is 231 cubic inches, the imperial gallon 4.54609 l, both exactly.
  volume: [
    ['LTR', 'litre', 'l', '1'], ['4G', 'microlitre', 'µl', '1', '1000000'], ['MLT', 'millilitre', 'ml', '1', '1000'], ['CLT', 'centilitre', 'cl', '1', '100'], ['DLT', 'decilitre', 'dl', '1', '10'],
    ['HLT', 'hectolitre', 'hl', '100'], ['MMQ', 'cubic millimetre', 'mm³', '1', '1000000'], ['CMQ', 'cubic centimetre', 'cm³', '1', '1000'], ['DMQ', 'cubic decimetre', 'dm³', '1'],
    ['MTQ', 'cubic metre', 'm³', '1000'], ['GLL', 'gallon (US)', 'gal', '3785411784', '1000000000'], ['GLI', 'gallon (UK)', 'gal', '454609', '100000'],
    ['QTL', 'liquid quart (US)', 'qt', '946352946', '1000000000'], ['PTL', 'liquid pint (US)', 'pt', '473176473', '1000000000'], ['OZA', 'fluid ounce (US)', 'fl oz', '295735295625', '10000000000000'],
    ['BLL', 'barrel (US)', 'bbl', '158987294928', '1000000000'], ['INQ', 'cubic inch', 'in³', '16387064', '1000000000'], ['FTQ', 'cubic foot', 'ft³', '28316846592', '1000000000'],
    ['YDQ', 'cubic yard', 'yd³', '764554857984', '1000000000'],
  ],
  // Base: second. A month and a year have no fixed length and are left out.
  time: [
    ['SEC', 'second', 's', '1'], ['B98', 'microsecond', 'µs', '1', '1000000'], ['C26', 'millisecond', 'ms', '1', '1000'], ['MIN', 'minute', 'min', '60'], ['HUR', 'hour', 'h', '3600'],
    ['DAY', 'day of 24 hours', 'd', '86400'], ['WEE', 'week', 'wk', '604800'],
  ],
  // Base: joule.
  energy: [
    ['JOU', 'joule', 'J', '1'], ['KJO', 'kilojoule', 'kJ', '1000'], ['3B', 'megajoule', 'MJ', '1000000'], ['GV', 'gigajoule', 'GJ', '1000000000'],
    ['WHR', 'watt hour', 'Wh', '3600'], ['KWH', 'kilowatt hour', 'kWh', '3600000'], ['MWH', 'megawatt hour', 'MWh', '3600000000'], ['GWH', 'gigawatt hour', 'GWh', '3600000000000'],
  ],
  // Base: watt.
  power: [['WTT', 'watt', 'W', '1'], ['KWT', 'kilowatt', 'kW', '1000'], ['MAW', 'megawatt', 'MW', '1000000']],
  // Base: pascal.
  pressure: [['PAL', 'pascal', 'Pa', '1'], ['KPA', 'kilopascal', 'kPa', '1000'], ['MPA', 'megapascal', 'MPa', '1000000'], ['BAR', 'bar', 'bar', '100000'], ['MBR', 'millibar', 'mbar', '100']],
  // Base: percent.
  ratio: [['P1', 'percent', '%', '1'], ['59', 'part per million', 'ppm', '1', '10000']],
  temperature: [['CEL', 'degree Celsius', '°C'], ['FAH', 'degree Fahrenheit', '°F'], ['KEL', 'kelvin', 'K']],
  package: [
    ['XBX', 'box', 'box'], ['XCT', 'carton', 'ctn'], ['XPX', 'pallet', 'plt'], ['XPK', 'package', 'pkg'], ['XBG', 'bag', 'bag'], ['XSA', 'sack', 'sack'],
    ['XDR', 'drum', 'drum'], ['XCN', 'container', 'cont'], ['XCR', 'crate', 'crate'], ['XBO', 'bottle', 'btl'], ['XTU', 'tube', 'tube'], ['XRL', 'reel', 'reel'], ['XRO', 'roll', 'roll'],
  ],
  set: [['SET', 'set', 'set'], ['KT', 'kit', 'kit']],
  sheet: [['ST', 'sheet', 'sheet']],
  amountOfSubstance: [['C34', 'mole', 'mol', '1'], ['C18', 'millimole', 'mmol', '1', '1000']],
  electricCurrent: [['AMP', 'ampere', 'A', '1'], ['4K', 'milliampere', 'mA', '1', '1000']],
  voltage: [['VLT', 'volt', 'V', '1'], ['KVT', 'kilovolt', 'kV', '1000']],
  frequency: [['HTZ', 'hertz', 'Hz', '1'], ['KHZ', 'kilohertz', 'kHz', '1000']],
};

function unitOf(dimension: Dimension, [code, name, symbol, numerator, denominator = '1']: Row): Unit {
  return { code, name, symbol, dimension, ...(numerator === undefined ? {} : { factor: { numerator, denominator } }) };
}

/** The units that Plantway knows, by code. Sources: UN/ECE Recommendation 20 revision 17 and Recommendation 21; factors by the SI and NIST SP 811, all exact. */
export const UNITS: ReadonlyMap<string, Unit> = new Map(
  DIMENSIONS.flatMap((dimension) => rows[dimension].map((row): [string, Unit] => [row[0], unitOf(dimension, row)])),
);

/** Whether the value is the code of a known unit; codes are upper case. */
export function isUnit(value: unknown): value is string {
  return typeof value === 'string' && UNITS.has(value);
}
