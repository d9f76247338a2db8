import { Banknote, Building2, FileCheck2, Landmark, ShieldCheck, Wallet } from 'lucide-react';
import Link from 'next/link';
import { LiveFigures } from '#features/home/live-figures.tsx';
import { VerifyLink } from '#features/receipt/verify-link.tsx';
import { Button } from '#ui/button.tsx';

const JOURNEY = [
  {
    icon: Banknote,
    title: 'A tenant pays rent',
    text: 'By card or bank debit. The payment is in the books within seconds.',
  },
  {
    icon: Landmark,
    title: 'Dollars become USDC',
    text: 'Stripe pays the bank, the bank wires Circle, Circle issues USDC one to one.',
  },
  {
    icon: Building2,
    title: 'It reaches the treasury',
    text: 'A contract on the chain that keeps each building’s money apart.',
  },
  {
    icon: FileCheck2,
    title: 'The month is settled',
    text: 'The manager’s statement, rent less expenses and fees, is reviewed and approved.',
  },
  {
    icon: Wallet,
    title: 'Every holder is paid',
    text: 'Pushed in batches to the wallets that held shares on the record date.',
  },
  {
    icon: ShieldCheck,
    title: 'Anyone can check',
    text: 'Each step has a receipt that leads to a root stored on the chain.',
  },
] as const;

/** What Freehold is, how it stands right now, and the way in. */
export function HomeView() {
  return (
    <>
      <section className="border-line border-b bg-surface">
        <div className="mx-auto grid max-w-6xl gap-10 px-4 py-14 sm:px-6 sm:py-20 lg:grid-cols-[1fr_22rem] lg:items-center lg:gap-16">
          <div>
            <h1 className="max-w-3xl font-semibold text-4xl leading-[1.1] sm:text-5xl">
              Rent in. USDC out. Every cent provable.
            </h1>
            <p className="mt-5 max-w-2xl text-lg text-muted">
              Freehold turns a rented building into shares that you hold in your own wallet, and each month’s
              rent into USDC in that wallet. Nothing on the way needs your trust: you can check it.
            </p>
            <div className="mt-8 flex flex-wrap gap-3">
              <Button asChild size="large">
                <Link href="/sign-up">Open an investor account</Link>
              </Button>
              <Button asChild size="large" tone="secondary">
                <VerifyLink>Verify a receipt</VerifyLink>
              </Button>
            </div>
          </div>
          <LiveFigures />
        </div>
      </section>
      <div className="mx-auto flex max-w-6xl flex-col gap-14 px-4 py-12 sm:px-6">
        <section aria-labelledby="journey">
          <h2 id="journey" className="font-semibold text-2xl">
            The life of a rent payment
          </h2>
          <ol className="mt-6 grid gap-x-8 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
            {JOURNEY.map(({ icon: Icon, title, text }, position) => (
              <li key={title} className="flex gap-4">
                <span className="flex size-11 shrink-0 items-center justify-center rounded-xl bg-brand-soft text-brand">
                  <Icon className="size-5" aria-hidden />
                </span>
                <div>
                  <h3 className="font-medium">
                    <span className="figures mr-1.5 text-muted">{position + 1}</span>
                    {title}
                  </h3>
                  <p className="mt-1 text-muted text-sm">{text}</p>
                </div>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </>
  );
}
