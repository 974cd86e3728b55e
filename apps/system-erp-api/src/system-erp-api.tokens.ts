/** The ERP port that the ERP system API is bound to. */
export const ERP = Symbol('system-erp-api erp');
/** `MappingPreviews`. */
export const MAPPING_PREVIEWS = Symbol('system-erp-api mapping previews');
