using System.Diagnostics;

namespace Daypass.Server.Hosting;

/// <summary>
/// The number that an error page shows and every log line of the request carries: the first 8 digits of its trace.
/// </summary>
internal static class RequestNumber
{
    public static string? Current => Activity.Current is { } activity ? activity.TraceId.ToHexString()[..8] : null;
}
