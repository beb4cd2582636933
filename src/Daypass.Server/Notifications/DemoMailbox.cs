using System.Collections.Concurrent;
using MimeKit;

namespace Daypass.Server.Notifications;

/// <summary>The demo's mail server: keeps the last mails in memory and sends none.</summary>
internal sealed class DemoMailbox : IMailTransport
{
    private const int Keeps = 200;
    private readonly ConcurrentQueue<(int Number, MimeMessage Mail)> _mails = new();
    private int _last;

    public IReadOnlyList<(int Number, MimeMessage Mail)> NewestFirst => [.. _mails.Reverse()];

    public Task<MailOutcome> Send(MimeMessage mail, CancellationToken stop)
    {
        _mails.Enqueue((Interlocked.Increment(ref _last), mail));
        while (_mails.Count > Keeps)
        {
            _mails.TryDequeue(out _);
        }

        return Task.FromResult<MailOutcome>(new MailOutcome.Delivered());
    }
}
