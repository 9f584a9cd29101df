interface SelectProps<T extends string> {
  label: string
  value: T
  options: readonly T[]
  texts: Readonly<Record<T, string>>
  onChange: (value: T) => void
}

/** One of several, by name. */
export function Select<T extends string>({ label, value, options, texts, onChange }: SelectProps<T>) {
  return (
    <label className="filters__select">
      <span className="muted">{label}</span>
      <select
        className="field"
        value={value}
        onChange={({ target }) => {
          const next = options.find((option) => option === target.value)
          if (next !== undefined) onChange(next)
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {texts[option]}
          </option>
        ))}
      </select>
    </label>
  )
}
