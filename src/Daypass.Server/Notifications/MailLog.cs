namespace Daypass.Server.Notifications;

/// <summary>What the operator's log says about mail: ids and servers, never addresses or links.</summary>
internal static partial class MailLog
{
    [LoggerMessage(2001, LogLevel.Warning, "DAY101 No mail server is set, so nobody is told anything: set Daypass:Mail:Host and Daypass:Mail:From. Notices wait in the database until then.")]
    public static partial void NoMailServer(this ILogger log);

    [LoggerMessage(2002, LogLevel.Warning, "The mail server {Host}:{Port} did not take a mail: {Why}")]
    public static partial void MailNotTaken(this ILogger log, string? host, int port, string why);

    [LoggerMessage(2003, LogLevel.Information, "Notice {Notice} ({Kind}) is sent")]
    public static partial void NoticeSent(this ILogger log, Guid notice, NoticeKind kind);

    [LoggerMessage(2004, LogLevel.Warning, "Notice {Notice} ({Kind}) waits until {NextTry:u} after try {Tries}")]
    public static partial void NoticeWaits(this ILogger log, Guid notice, NoticeKind kind, DateTimeOffset nextTry, int tries);

    [LoggerMessage(2005, LogLevel.Error, "Notice {Notice} ({Kind}) is given up; the person's page says so")]
    public static partial void NoticeGivenUp(this ILogger log, Guid notice, NoticeKind kind);

    [LoggerMessage(2006, LogLevel.Information, "Notice {Notice} ({Kind}) is dropped: {Why}")]
    public static partial void NoticeDropped(this ILogger log, Guid notice, NoticeKind kind, string why);

    [LoggerMessage(2007, LogLevel.Error, "Notice {Notice} ({Kind}) could not be written; it is tried again")]
    public static partial void NoticeBroken(this ILogger log, Exception problem, Guid notice, NoticeKind kind);

    [LoggerMessage(2008, LogLevel.Error, "The outbox could not be read; it is tried again")]
    public static partial void OutboxNotReached(this ILogger log, Exception problem);
}
