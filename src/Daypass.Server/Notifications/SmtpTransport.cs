using System.Net.Sockets;
using System.Text.RegularExpressions;
using Daypass.Server.Hosting;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Daypass.Server.Notifications;

/// <summary>
/// Sends by the operator's mail server. TLS is required and its certificate checked; mail in clear only goes to a server on this
/// machine. One connection a mail: mails are few, and a broken connection then spoils one mail only.
/// </summary>
internal sealed partial class SmtpTransport(IOptions<DaypassOptions> options, PublicOrigin origin, ILogger<SmtpTransport> log) : IMailTransport
{
    /// <summary>For each answer of the server. <see cref="NoticeSender.SendingTakesAtMost"/> bounds the whole.</summary>
    private static readonly TimeSpan AnswerTakesAtMost = TimeSpan.FromSeconds(20);

    private readonly MailOptions _server = options.Value.Mail;

    public async Task<MailOutcome> Send(MimeMessage mail, CancellationToken stop)
    {
        using var client = new SmtpClient();
        client.Timeout = (int)AnswerTakesAtMost.TotalMilliseconds;
        client.LocalDomain = origin.Host.Host;
        // A revocation server that is down would stop all mail.
        client.CheckCertificateRevocation = false;
        try
        {
            await client.ConnectAsync(_server.Host!, _server.Port, _server.Security.ForMailKit(), stop);
            if (!string.IsNullOrEmpty(_server.User))
            {
                await client.AuthenticateAsync(_server.User, _server.Password ?? "", stop);
            }

            await client.SendAsync(FormatFor(client, mail), mail, stop);
        }
        catch (Exception problem) when (OutcomeOf(problem) is { } outcome)
        {
            log.MailNotTaken(_server.Host, _server.Port, outcome.Why);
            return outcome;
        }

        await Leave(client, stop);
        return new MailOutcome.Delivered();
    }

    /// <summary>An address with letters beyond ASCII before the @ needs a server that takes it (RFC 6531).</summary>
    private static FormatOptions FormatFor(SmtpClient client, MimeMessage mail)
    {
        var format = FormatOptions.Default.Clone();
        format.International = client.Capabilities.HasFlag(SmtpCapabilities.UTF8)
            && mail.To.Mailboxes.Any(x => !System.Text.Ascii.IsValid(x.Address));
        return format;
    }

    private static MailOutcome.Trouble? OutcomeOf(Exception problem) => problem switch
    {
        // Only the recipient's own refusal is theirs. A sender or a password that is refused is the operator's to mend, and nothing is lost meanwhile.
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted } refused when (int)refused.StatusCode >= 500
            => new MailOutcome.Refused(Reply(refused)),
        SmtpCommandException notNow => new MailOutcome.TryAgain(Reply(notNow)),
        SslHandshakeException => new MailOutcome.TryAgain($"no TLS with it: {(problem.InnerException ?? problem).Message}"),
        // The server offers no STARTTLS, or none of the ways to sign in: the operator's to mend.
        NotSupportedException or SmtpProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or AuthenticationException
            or SocketException or IOException or TimeoutException => new MailOutcome.TryAgain(problem.Message),
        _ => null,
    };

    /// <summary>The status and the enhanced code (RFC 3463). What else servers say often repeats the recipient, who belongs in no log.</summary>
    private static string Reply(SmtpCommandException answer) =>
        EnhancedCode().Match(answer.Message) is { Success: true } code ? $"{(int)answer.StatusCode} {code.Value}" : $"{(int)answer.StatusCode}";

    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnhancedCode();

    /// <summary>The mail is taken; whatever happens at the farewell changes nothing.</summary>
    private static async Task Leave(SmtpClient client, CancellationToken stop)
    {
        try
        {
            await client.DisconnectAsync(quit: true, stop);
        }
        catch (Exception problem) when (problem is IOException or SocketException or SmtpProtocolException or SmtpCommandException or TimeoutException or OperationCanceledException)
        {
        }
    }
}
