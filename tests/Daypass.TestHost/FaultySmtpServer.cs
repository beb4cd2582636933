using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Daypass.TestHost;

/// <summary>What a mail server does wrong, and at which step: CONNECT, EHLO, MAIL, RCPT, DATA or BODY (the end of the mail's text).</summary>
/// <param name="Reply">What it answers there instead; null: it closes the connection without an answer.</param>
public sealed record SmtpFault(string Step, string? Reply)
{
    public static SmtpFault Answer(string step, string reply) => new(step, reply);

    public static SmtpFault Drop(string step) => new(step, null);
}

/// <summary>
/// A mail server that misbehaves by script: each connection takes the next fault, and when none is left, mails are accepted. A mail
/// whose text was read whole is kept in <see cref="Received"/> even if the connection was dropped before the reply.
/// </summary>
public sealed class FaultySmtpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<SmtpFault> _faults;
    private readonly ConcurrentQueue<string> _received = new();
    private int _connections;

    public FaultySmtpServer(params SmtpFault[] faults)
    {
        _faults = new(faults);
        _listener.Start();
        _ = Accept();
    }

    public string Host => "127.0.0.1";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>Mails in the order in which their text ended.</summary>
    public IReadOnlyList<string> Received => [.. _received];

    public void AddFault(SmtpFault fault) => _faults.Enqueue(fault);

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task Serve(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        _faults.TryDequeue(out var fault);
        using var connection = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await Converse(reader, writer, fault);
        }
        catch (IOException)
        {
            // The sender went away; it will come again.
        }
    }

    private async Task Converse(StreamReader reader, StreamWriter writer, SmtpFault? fault)
    {
        if (!await Say("CONNECT", "220 faulty.example.test ESMTP"))
        {
            return;
        }

        while (await reader.ReadLineAsync() is { } line)
        {
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            var goesOn = command switch
            {
                "EHLO" or "HELO" => await Say("EHLO", "250 faulty.example.test"),
                "DATA" => await Say("DATA", "354 go on"),
                "QUIT" => await Say("QUIT", "221 bye"),
                _ => await Say(command, "250 ok"),
            };
            if (!goesOn || command == "QUIT" || (command == "DATA" && fault?.Step != "DATA" && !await TakeText()))
            {
                return;
            }
        }

        async Task<bool> TakeText()
        {
            var text = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line && line != ".")
            {
                text.AppendLine(line.StartsWith('.') ? line[1..] : line);
            }

            _received.Enqueue(text.ToString());
            return await Say("BODY", "250 taken");
        }

        async Task<bool> Say(string step, string usual)
        {
            if (fault?.Step == step && fault.Reply is null)
            {
                return false;
            }

            await writer.WriteLineAsync(fault?.Step == step ? fault.Reply : usual);
            return true;
        }
    }
}
