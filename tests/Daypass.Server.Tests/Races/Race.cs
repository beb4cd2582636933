namespace Daypass.Server.Tests.Races;

/// <summary>Many at the same moment.</summary>
internal static class Race
{
    /// <summary>Runs all, each held at a barrier until the last one is there.</summary>
    public static async Task<T[]> Run<T>(IReadOnlyCollection<Func<Task<T>>> runners)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var missing = runners.Count;
        return await Task.WhenAll(runners.Select(run => Task.Run(async () =>
        {
            if (Interlocked.Decrement(ref missing) == 0)
            {
                gate.SetResult();
            }

            await gate.Task;
            return await run();
        })));
    }

    public static Task<T[]> Of<T>(int runners, Func<int, Task<T>> run) => Run<T>([.. Enumerable.Range(0, runners).Select(i => (Func<Task<T>>)(() => run(i)))]);
}
