using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>Every form carries an antiforgery token; one that was open too long gets a page that says so, not a bare 400.</summary>
internal static class Forms
{
    public static void AddForms(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddSingleton<IConfigureOptions<AntiforgeryOptions>, AntiforgeryCookie>();
        services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = 200;
            form.ValueLengthLimit = Limits.Body;
            form.MultipartBodyLengthLimit = Limits.Body;
        });
        services.Configure<MvcOptions>(mvc =>
        {
            mvc.Filters.Add<StaleForm>();
            mvc.Filters.Add<NoSuchForm>();
        });
    }

    private sealed class AntiforgeryCookie(PublicOrigin origin) : IConfigureOptions<AntiforgeryOptions>
    {
        public void Configure(AntiforgeryOptions options)
        {
            // __Host-: only from this very host, over https, for all paths. Over loopback http browsers refuse the prefix.
            options.Cookie.Name = origin.IsHttps ? "__Host-daypass-form" : "daypass-form";
            options.Cookie.SecurePolicy = origin.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.Path = "/";
            options.SuppressXFrameOptionsHeader = true;
        }
    }

    /// <summary>
    /// What is posted to a page that has no such form is not found. Otherwise the page would be shown without what its look loads and checks.
    /// </summary>
    private sealed class NoSuchForm : IPageFilter
    {
        public void OnPageHandlerSelected(PageHandlerSelectedContext context)
        {
        }

        public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
        {
            var method = context.HttpContext.Request.Method;
            if (context.HandlerMethod is null && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            {
                context.Result = new NotFoundResult();
            }
        }

        public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
        {
        }
    }

    private sealed class StaleForm : IAlwaysRunResultFilter
    {
        public void OnResultExecuting(ResultExecutingContext context)
        {
            if (context.Result is IAntiforgeryValidationFailedResult)
            {
                context.HttpContext.Features.Set(ErrorReason.StaleForm);
                context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
            }
        }

        public void OnResultExecuted(ResultExecutedContext context)
        {
        }
    }
}
