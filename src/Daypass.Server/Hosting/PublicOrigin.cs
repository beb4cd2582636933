using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>Where people reach Daypass.</summary>
internal sealed class PublicOrigin : Origin
{
    public PublicOrigin(IOptions<DaypassOptions> options, IConfiguration configuration)
        : this(options.Value.PublicOrigin ?? ListenerChecks.Configured(configuration).FirstOrDefault(IsHere) ?? DaypassOptions.DefaultOrigin)
    {
    }

    internal PublicOrigin(string origin) : base(TryRead(origin, out var uri) ? uri : throw new RefusedToStart(Errors.BadPublicOrigin(origin)))
    {
    }
}
