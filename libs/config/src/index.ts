export { loadProcessSettings, loadSettings, type Environment, type SettingGroups, type Settings, type SettingsOf } from './load-settings.js';
export { SettingsError, type SettingFault } from './settings-error.js';
export { settingsMarkdown } from './settings-table.js';
