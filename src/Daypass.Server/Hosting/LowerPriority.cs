using System.Runtime.InteropServices;

namespace Daypass.Server.Hosting;

/// <summary>
/// Lets the threads that answer pages go first when both want a processor. <see cref="Thread.Priority"/> does nothing on Linux; there a
/// thread has a nice value of its own, and zero names the caller (setpriority(2), "C library/kernel differences").
/// </summary>
internal static partial class LowerPriority
{
    private const int Process = 0;

    // The lowest: what is left over is much, for pages are short, and the queues before the hashes are bounded.
    private const int Nice = 19;

    /// <summary>Elsewhere than on Linux the thread stays as it is: slower pages under a flood are no reason to refuse.</summary>
    public static void OfThisThread()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(Process, who: 0, Nice);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int value);
}
