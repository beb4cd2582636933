using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>
/// An antiforgery token is good on the listener that it was made on. Cookies know no port, so on one host the two listeners see each
/// other's: each has a cookie of its own name, and each token says where it was made.
/// </summary>
internal sealed class FormTokens : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context) => context.IsSupport() ? "support" : "public";

    public bool ValidateAdditionalData(HttpContext context, string additionalData) => additionalData == GetAdditionalData(context);

    internal sealed class Options(IHttpContextAccessor contexts, PublicOrigin everybodys, SupportOrigin desks) : IConfigureOptions<AntiforgeryOptions>
    {
        public void Configure(AntiforgeryOptions options)
        {
            options.Cookie = new FormCookie(contexts, everybodys, desks) { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
            options.SuppressXFrameOptionsHeader = true;
        }
    }

    private sealed class FormCookie(IHttpContextAccessor contexts, PublicOrigin everybodys, SupportOrigin desks) : CookieBuilder
    {
        // __Host-: only from this very host, over https, for all paths. Over loopback http browsers refuse the prefix.
        public override string? Name
        {
            get => (Here.IsHttps ? "__Host-" : "") + (AtTheDesk ? "daypass-support-form" : "daypass-form");
            set => throw new NotSupportedException("The listener decides.");
        }

        public override CookieSecurePolicy SecurePolicy
        {
            get => Here.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            set => throw new NotSupportedException("The listener decides.");
        }

        private bool AtTheDesk => contexts.HttpContext?.IsSupport() == true;
        private Origin Here => AtTheDesk ? desks : everybodys;
    }
}
