using System.Globalization;

namespace Colloquy.Reports.Measuring;

/// <summary>Differences between Dify's figures and Colloquy's figures of the same name.</summary>
internal static class DifyNotes
{
    /// <param name="withoutInvokeFrom">Messages excluded because they have no invoke_from.</param>
    public static ImmutableArray<string> Of(DifyReportRequest request, long withoutInvokeFrom) =>
    [
        .. AllApps(request),
        .. WithoutInvokeFrom(withoutInvokeFrom),
        "Conversations are those with a message on the day; Colloquy counts a conversation on the day it began.",
        "End users are distinct end users; Colloquy also counts signed-in accounts.",
        "Cost stands apart by currency; Dify adds all currencies and calls the sum USD.",
        "Messages per conversation belongs to the day the conversations began and counts their messages of all days; Dify shows it for "
        + "chat apps only.",
        "Likes per 1,000 messages: a message liked by several people counts several times on both sides, as in Dify.",
        "The response time is a mean; Colloquy gives percentiles. Dify shows it for text generators only.",
        "Left out is what has invoke_from debugger; Colloquy's own reports also leave out trials with changed model settings.",
        "Dify counts the messages of deleted conversations until it removes the rows; Colloquy keeps nothing of them.",
    ];

    private static IEnumerable<string> AllApps(DifyReportRequest request) =>
        request.AppId is null ? ["All apps together, as if they were one; Dify shows one app at a time."] : [];

    private static IEnumerable<string> WithoutInvokeFrom(long messages) => messages == 0 ? [] :
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"{messages:N0} messages do not say where they came from (invoke_from is missing) and are left out, as in Dify."),
    ];
}
