using System.Runtime.InteropServices;
using HarborDental.CommandLine;

namespace HarborDental.Customers;

/// <summary><c>harbor-dental client</c>: customers who book, until SIGTERM or SIGINT.</summary>
internal static class ClientVerb
{
    public static async Task<int> Run(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, ["--until-gone"], ["--url", "--journal", "--per-second", "--seed"]);
        var seed = arguments.Number("--seed", Random.Shared.Next(), 0, int.MaxValue);
        using var desk = new BookingDesk(arguments.Required("--url"));
        using var journal = new CustomersJournal(arguments.Required("--journal"));
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

        Console.WriteLine($"Customers book (seed {seed}) and write what is confirmed to {arguments.Required("--journal")}");
        var customers = new Crowd(desk, journal, new Random(seed), TimeProvider.System)
        {
            Pause = TimeSpan.FromSeconds(1.0 / arguments.Number("--per-second", 5, 1, 1000)),
            UntilGone = arguments.Has("--until-gone"),
        };
        var confirmed = await customers.Book(stop.Token);
        Console.WriteLine($"{confirmed} bookings confirmed.");
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // we end by ourselves, after the journal is closed
            stop.Cancel();
        }
    }
}
