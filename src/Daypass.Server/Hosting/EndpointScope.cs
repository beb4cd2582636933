namespace Daypass.Server.Hosting;

/// <summary>Where an endpoint can be reached. One without a scope cannot be reached at all.</summary>
[Flags]
internal enum EndpointScope
{
    /// <summary>Under a firm: /acme/signin.</summary>
    Firm = 1,

    /// <summary>Outside of every firm, on the public listener: the start page, health.</summary>
    Global = 2,

    /// <summary>The support desk's own listener. Nothing on the public listener matches it.</summary>
    Support = 4,
}

/// <summary>The mark on the endpoint.</summary>
internal sealed record ScopeMark(EndpointScope Scope);

internal static class Scopes
{
    public static T InScope<T>(this T endpoints, EndpointScope scope) where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new ScopeMark(scope));

    public static EndpointScope? Scope(this Endpoint endpoint) => endpoint.Metadata.GetMetadata<ScopeMark>()?.Scope;
}
