namespace Daypass.Server.Push;

/// <summary>What the operator's log says about pushes: hosts and devices; never the rest of an address, which is a secret.</summary>
internal static partial class PushLog
{
    [LoggerMessage(2101, LogLevel.Warning, "DAY106 The push service {Host} takes no pushes: {Why}. Phones there are not woken; the Authenticator shows what waits when it is opened. Told once, until it takes some again. May this server reach it on port 443?")]
    public static partial void PushServiceInTrouble(this ILogger log, string host, string why);

    [LoggerMessage(2102, LogLevel.Information, "The push service {Host} takes pushes again")]
    public static partial void PushServiceWorksAgain(this ILogger log, string host);

    [LoggerMessage(2103, LogLevel.Information, "The push subscription of device {Device} is dropped: {Why}")]
    public static partial void SubscriptionDropped(this ILogger log, Guid device, string why);

    [LoggerMessage(2104, LogLevel.Warning, "{Host} has no place for one more push; device {Device} is not woken")]
    public static partial void NoPlace(this ILogger log, string host, Guid device);

    [LoggerMessage(2105, LogLevel.Warning, "Too many phones are to be woken at once; one login's are not")]
    public static partial void QueueIsFull(this ILogger log);

    [LoggerMessage(2106, LogLevel.Error, "A phone could not be woken")]
    public static partial void WakingFailed(this ILogger log, Exception problem);
}
