using Microsoft.AspNetCore.StaticAssets;

namespace Daypass.Server.Hosting;

/// <summary>What this endpoint answers is not a page of ours, but made of what a stranger sent: wherever it is opened, it is in a sandbox.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SandboxedAttribute : Attribute;

/// <summary>
/// What a browser may do with a page: load its own styles, scripts and images, post to and hear from this server, nothing else; keep
/// nothing. The app at /authenticator/ may also run its service worker, be installed, and use the camera to scan a pairing code.
/// </summary>
internal static class PageHeaders
{
    private const string Authenticator = "/authenticator/";
    private static readonly HeaderPolicyCollection Policy = Common(_ => { }).AddPermissionsPolicyWithDefaultSecureDirectives();
    private static readonly HeaderPolicyCollection OfTheApp = Common(csp =>
    {
        csp.AddWorkerSrc().Self();
        csp.AddManifestSrc().Self();
    }).AddPermissionsPolicy(permissions =>
    {
        permissions.AddDefaultSecureDirectives();
        permissions.AddCamera().Self();
    });

    public static void UsePageHeaders(this WebApplication app)
    {
        // What is registered first comes last: the policy is written then.
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() => Sandbox(context));
            return next(context);
        });
        app.UseWhen(context => context.Request.Path != Authenticator, x => x.UseSecurityHeaders(Policy));
        app.UseWhen(context => context.Request.Path == Authenticator, x => x.UseSecurityHeaders(OfTheApp));
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                // Assets have their content's hash in the name and set their own life.
                if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                {
                    context.Response.Headers.CacheControl = "no-store";
                }

                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static Task Sandbox(HttpContext context)
    {
        if (context.Response.StatusCode == StatusCodes.Status200OK && context.GetEndpoint()?.Metadata.GetMetadata<SandboxedAttribute>() is not null)
        {
            context.Response.Headers.ContentSecurityPolicy += "; sandbox";
        }

        return Task.CompletedTask;
    }

    private static HeaderPolicyCollection Common(Action<CspBuilder> more) => new HeaderPolicyCollection()
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddStyleSrc().Self();
            csp.AddScriptSrc().Self();
            csp.AddImgSrc().Self().Data();
            csp.AddConnectSrc().Self();
            more(csp);
            csp.AddFormAction().Self();
            csp.AddFrameAncestors().None();
            csp.AddBaseUri().None();
        })
        .AddFrameOptionsDeny()
        .AddContentTypeOptionsNoSniff()
        .AddReferrerPolicyNoReferrer()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .AddStrictTransportSecurityMaxAge(maxAgeInSeconds: 365 * 24 * 60 * 60);
}
