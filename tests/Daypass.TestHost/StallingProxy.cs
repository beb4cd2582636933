using System.Net;
using System.Net.Sockets;

namespace Daypass.TestHost;

/// <summary>
/// Stands before a server and passes everything on, until it is told to stall: then connections stay open and nothing comes through. Or it
/// cuts every connection that brings more than so many bytes.
/// </summary>
public sealed class StallingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _to;
    private volatile TaskCompletionSource _open = new();

    public StallingProxy(int to)
    {
        _to = to;
        _open.SetResult();
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that a connection may bring from the server; null: any number.</summary>
    public long? CutsAfter { get; set; }

    public void Stall() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => _open.TrySetResult();

    public void Dispose()
    {
        GoOn();
        _listener.Dispose();
    }

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
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _to);
            await Task.WhenAny(Pass(near.GetStream(), far.GetStream(), cuts: false), Pass(far.GetStream(), near.GetStream(), cuts: true));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // One of both went away.
        }
    }

    private async Task Pass(NetworkStream from, NetworkStream to, bool cuts)
    {
        var bytes = new byte[16 * 1024];
        int read;
        var passed = 0L;
        while ((read = await from.ReadAsync(bytes)) > 0 && !(cuts && (passed += read) > CutsAfter))
        {
            await _open.Task;
            await to.WriteAsync(bytes.AsMemory(0, read));
        }
    }
}
