'use client';

import { countries, countryName } from '@freehold/shared/countries';
import { X } from 'lucide-react';
import { Field, Select } from '#ui/field.tsx';

const choices = countries
  .map(({ numeric }) => ({ numeric, name: countryName(numeric) }))
  .toSorted((left, right) => left.name.localeCompare(right.name, 'en'));

interface CountryPickerProps {
  readonly label: string;
  /** ISO 3166-1 numeric. */
  readonly value: readonly number[];
  readonly error: string | undefined;
  readonly onChange: (value: number[]) => void;
}

/** Countries by name: each choice joins the list, each one in it can be taken out. */
export function CountryPicker({ label, value, error, onChange }: CountryPickerProps) {
  return (
    <div className="flex flex-col gap-2">
      <Field label={label} error={error}>
        {(control) => (
          <Select
            {...control}
            value=""
            onChange={(event) => onChange([...value, Number(event.target.value)])}
          >
            <option value="">Add a country…</option>
            {choices
              .filter(({ numeric }) => !value.includes(numeric))
              .map(({ numeric, name }) => (
                <option key={numeric} value={numeric}>
                  {name}
                </option>
              ))}
          </Select>
        )}
      </Field>
      {value.length > 0 ? (
        <ul aria-label="Chosen countries" className="flex flex-wrap gap-2">
          {value.map((numeric) => (
            <li key={numeric} className="inline-flex items-center rounded-full bg-sunken pl-3 text-sm">
              {countryName(numeric)}
              <button
                type="button"
                className="grid size-8 place-items-center rounded-full text-muted hover:text-ink"
                aria-label={`Take out ${countryName(numeric)}`}
                onClick={() => onChange(value.filter((other) => other !== numeric))}
              >
                <X className="size-4" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
