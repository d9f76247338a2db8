'use client';

import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { applyTheme, storedTheme, type Theme, themes } from '#lib/theme.ts';
import { Button } from '#ui/button.tsx';
import { Menu, MenuItem } from '#ui/menu.tsx';

const LOOKS = {
  system: { label: 'As the system', icon: Monitor },
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
} as const;

export function ThemeMenu() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => {
    setTheme(storedTheme());
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => applyTheme(storedTheme());
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const choose = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };
  const Current = LOOKS[theme].icon;
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="icon" aria-label={`Colours: ${LOOKS[theme].label}`}>
          <Current aria-hidden />
        </Button>
      }
    >
      {themes.map((name) => {
        const Icon = LOOKS[name].icon;
        return (
          <MenuItem key={name} onSelect={() => choose(name)}>
            <Icon aria-hidden />
            <span className="flex-1">{LOOKS[name].label}</span>
            {theme === name ? <Check aria-label="chosen" /> : null}
          </MenuItem>
        );
      })}
    </Menu>
  );
}
