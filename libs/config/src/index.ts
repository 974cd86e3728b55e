export { BUSINESS_TIME_SETTINGS, businessClock, businessSpeed } from './business-time.js';
export { loadProcessSettings, loadSettings, type Environment, type SettingGroups, type Settings, type SettingsOf } from './load-settings.js';
export { SettingsError, type SettingFault } from './settings-error.js';
export { settingsMarkdown } from './settings-table.js';
