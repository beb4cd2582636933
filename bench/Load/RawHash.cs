using System.Diagnostics;
using NSec.Cryptography;

namespace Daypass.Bench;

/// <summary>What the machine can give at most: nothing but the password's hash (Argon2id, 19 MiB, two passes), over and over.</summary>
internal static class RawHash
{
    private static readonly Argon2id Hash = PasswordBasedKeyDerivationAlgorithm.Argon2id(
        new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19 * 1024, NumberOfPasses = 2 });

    public static Figures Run(int threads, TimeSpan duration)
    {
        var (results, cpu, clock) = (new List<double>[threads], ProcessorTime.Of(Environment.ProcessId), Stopwatch.StartNew());
        var runners = Enumerable.Range(0, threads).Select(x => new Thread(() => results[x] = Repeat(clock, duration))).ToArray();
        foreach (var runner in runners)
        {
            runner.Start();
        }

        foreach (var runner in runners)
        {
            runner.Join();
        }

        return Figures.From(results.SelectMany(x => x), failed: 0, clock.Elapsed, ProcessorTime.Of(Environment.ProcessId) - cpu);
    }

    private static List<double> Repeat(Stopwatch clock, TimeSpan duration)
    {
        var (salt, milliseconds) = (new byte[16], new List<double>());
        while (clock.Elapsed < duration)
        {
            var began = Stopwatch.GetTimestamp();
            Hash.DeriveBytes("Correct-horse-7-battery", salt, 32);
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return milliseconds;
    }
}
