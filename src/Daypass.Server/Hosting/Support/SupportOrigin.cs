using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>Where support agents reach their desk. Known also to a server that does not listen for them: it may send their mails.</summary>
internal sealed class SupportOrigin : Origin
{
    public SupportOrigin(IOptions<DaypassOptions> options)
        : this(options.Value.Support.Origin ?? (IsHere(options.Value.Support.Url) ? options.Value.Support.Url : SupportOptions.DefaultUrl))
    {
    }

    internal SupportOrigin(string origin) : base(TryRead(origin, out var uri) ? uri : throw new RefusedToStart(Errors.BadSupportOrigin(origin)))
    {
    }
}
