import { notifications, type ThemeParams } from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

const themes: Readonly<Record<vscode.ColorThemeKind, ThemeParams['theme']>> = {
  [vscode.ColorThemeKind.Light]: 'light',
  [vscode.ColorThemeKind.Dark]: 'dark',
  [vscode.ColorThemeKind.HighContrast]: 'high-contrast',
  [vscode.ColorThemeKind.HighContrastLight]: 'high-contrast-light',
};

/** Tells the server the editor's theme: a picture in a hover cannot know it, it sees the operating system's alone. */
export function tellTheme(client: BaseLanguageClient): void {
  const theme = themes[vscode.window.activeColorTheme.kind];
  void client.sendNotification(notifications.theme, { theme } satisfies ThemeParams);
}
