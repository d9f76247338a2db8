import { formatMoney, type MoneyLike } from '#lib/money-format.ts';

/** A large amount: the number never breaks, and a currency written after it stands smaller. */
export function Amount({ money }: { readonly money: MoneyLike }) {
  const [number = '', unit] = formatMoney(money).split(' ');
  return (
    <>
      <span className="whitespace-nowrap">{number}</span>
      {unit ? <span className="font-medium text-[0.6em] text-muted tracking-normal"> {unit}</span> : null}
    </>
  );
}
